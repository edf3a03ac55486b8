package dev.agenthub.server.common;

import dev.agenthub.db.connection.UuidV7;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/** Makes identifiers: UUIDs of version 7 (RFC 9562), which sort by creation time in milliseconds, and nonces. */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    public static UUID next() {
        return UuidV7.next();
    }

    public static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Encodes bytes in base64url without padding, as nonces and challenges are written. */
    public static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
