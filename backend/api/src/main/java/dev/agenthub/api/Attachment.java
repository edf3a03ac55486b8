package dev.agenthub.api;

/**
 * A file of a request, without its bytes; the payload has the same values.
 *
 * @param position its place in the payload's list, from 0
 * @param name as the agent gave it; it may contain invisible characters
 * @param mediaType as the agent gave it; nobody verified that the bytes are of that kind
 * @param sha256 of its bytes
 * @param size in bytes
 */
public record Attachment(int position, String name, String mediaType, String sha256, long size) {

    public Attachment {
        name = Check.present("name", name);
        mediaType = Check.present("mediaType", mediaType);
        sha256 = Check.hash("sha256", sha256);
    }
}
