package dev.agenthub.api;

import java.util.Base64;

/**
 * A file that is sent with an action.
 *
 * @param name the file name without a path, 1 to 200 characters, none of them a control character; unique among the action's files
 * @param mediaType such as {@code application/pdf}, or with parameters {@code text/plain; charset=utf-8}: at most 200 characters
 * @param content base64 of its bytes
 */
public record NewAttachment(String name, String mediaType, String content) {

    public NewAttachment {
        name = Check.fileName("name", name, 200);
        mediaType = Check.mediaType("mediaType", mediaType, 200);
        Check.bytes("content", content);
    }

    /** With these bytes. */
    public static NewAttachment of(String name, String mediaType, byte[] content) {
        return new NewAttachment(name, mediaType, Base64.getEncoder().encodeToString(content));
    }

    /**
     * The bytes.
     *
     * @throws IllegalArgumentException where the content is not base64 in its one spelling
     */
    public byte[] bytes() {
        return Check.bytes("content", content);
    }
}
