package dev.agenthub.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member's device key.
 *
 * @param key its id, 16 hex digits
 * @param alg what it signs with
 * @param publicKey the public key in base64, of the length that {@code alg} has
 * @param enrolledAt since when it is known
 * @param revokedAt null while it is valid
 */
public record MemberKey(String key, SignatureAlgorithm alg, String publicKey, Instant enrolledAt,
        @Nullable Instant revokedAt) {

    public MemberKey {
        key = Check.keyId("key", key);
        alg = Check.present("alg", alg);
        Check.publicKey("publicKey", publicKey, alg);
        enrolledAt = Check.present("enrolledAt", enrolledAt);
    }
}
