package dev.agenthub.evidence.canonical;

import java.util.Base64;

/** Base64 (RFC 4648) in one encoding only: padded, unused bits zero, no white space. */
public final class Base64Text {

    private Base64Text() {}

    /**
     * Decodes the text.
     *
     * @throws IllegalArgumentException where this is no base64, or another spelling of it
     */
    public static byte[] decode(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        // The decoder forgives a missing padding and bits that say nothing.
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("base64 in another spelling");
        }
        return bytes;
    }
}
