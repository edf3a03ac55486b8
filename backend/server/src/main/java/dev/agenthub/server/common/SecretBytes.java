package dev.agenthub.server.common;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** Bytes that must not be seen: no text form shows them, so that they can't reach a log, an exception or an answer by accident. */
public final class SecretBytes {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    public static SecretBytes of(byte[] bytes) {
        return new SecretBytes(bytes.clone());
    }

    public static SecretBytes ofText(String text) {
        return new SecretBytes(text.getBytes(StandardCharsets.UTF_8));
    }

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

    /** The bytes in base64url without padding, for the one place that hands them out. */
    public String base64Url() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "***";
    }
}
