package dev.agenthub.server;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/** Makes identifiers: UUIDs of version 7 (RFC 9562), which sort by the millisecond of their making, and nonces. */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    public static UUID next() {
        byte[] random = randomBytes(10);
        long high = (System.currentTimeMillis() << 16) | 0x7000L | (random[0] & 0x0FL) << 8 | (random[1] & 0xFFL);
        long low = 0;
        for (int i = 2; i < 10; i++) {
            low = low << 8 | (random[i] & 0xFFL);
        }
        return new UUID(high, (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
    }

    public static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** Bytes in base64url without padding, as nonces and challenges are written. */
    public static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
