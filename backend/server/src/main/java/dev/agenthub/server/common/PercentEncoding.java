package dev.agenthub.server.common;

import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/** Percent-encoding of RFC 3986, section 2.1. */
public final class PercentEncoding {

    private PercentEncoding() {}

    /**
     * Encodes a text as ASCII.
     *
     * @param kept the ASCII characters that are kept; of all others each UTF-8 byte is encoded
     */
    public static String encode(String text, IntPredicate kept) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 0 && kept.test(b)) {
                encoded.append((char) b);
            } else {
                encoded.append('%').append(Character.toUpperCase(Character.forDigit((b >> 4) & 0xF, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 0xF, 16)));
            }
        }
        return encoded.toString();
    }
}
