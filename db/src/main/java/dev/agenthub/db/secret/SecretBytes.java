package dev.agenthub.db.secret;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** A secret: no text form shows its bytes, so that they cannot reach a log, an exception or an answer by accident. */
public final class SecretBytes {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of these bytes. */
    public static SecretBytes of(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    /** The bytes of a text in UTF-8. */
    public static SecretBytes ofText(String text) {
        return new SecretBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** So many bytes drawn by a {@link SecureRandom}. */
    public static SecretBytes random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return new SecretBytes(bytes);
    }

    /** A copy of the bytes, for the one place that uses them. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes read as UTF-8, for the one place that uses them. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The bytes that {@link #text} encodes in hex. */
    public byte[] hexBytes() {
        return HexFormat.of().parseHex(text());
    }

    /** The bytes in base64url without padding, for the one place that hands them out. */
    public String base64Url() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "***";
    }
}
