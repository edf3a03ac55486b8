package dev.agenthub.server.common;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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

    /**
     * Whether the bytes that a text encodes are UTF-8; a decoder would replace others unnoticed.
     *
     * @param encoded each {@code %} in it has two hex digits behind it
     */
    public static boolean isUtf8(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < encoded.length();) {
            boolean octet = encoded.charAt(i) == '%';
            int end = octet ? i + 3 : encoded.offsetByCodePoints(i, 1);
            if (octet) {
                bytes.write(Integer.parseInt(encoded, i + 1, end, 16));
            } else {
                bytes.writeBytes(encoded.substring(i, end).getBytes(StandardCharsets.UTF_8));
            }
            i = end;
        }
        try {
            var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray()));
            return true;
        } catch (CharacterCodingException _) {
            return false;
        }
    }
}
