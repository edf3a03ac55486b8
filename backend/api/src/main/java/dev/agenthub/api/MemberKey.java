package dev.agenthub.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member's device key.
 *
 * @param key its id, 16 hex digits
 * @param publicKey 32 bytes in base64
 * @param enrolledAt since when it is known
 * @param revokedAt null while it is valid
 */
public record MemberKey(String key, String publicKey, Instant enrolledAt, @Nullable Instant revokedAt) {

    public MemberKey {
        key = Check.keyId("key", key);
        Check.bytes("publicKey", publicKey, 32);
        enrolledAt = Check.present("enrolledAt", enrolledAt);
    }
}
