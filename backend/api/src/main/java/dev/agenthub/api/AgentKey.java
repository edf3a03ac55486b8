package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of an agent's keys, without its secret, which only its holder has.
 *
 * @param key the key's id
 * @param createdAt when it was issued
 * @param revokedAt null while it is valid
 */
public record AgentKey(UUID key, Instant createdAt, @Nullable Instant revokedAt) {

    public AgentKey {
        key = Check.present("key", key);
        createdAt = Check.present("createdAt", createdAt);
    }
}
