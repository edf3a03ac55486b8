package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;

/**
 * A session that is open.
 *
 * @param session the session's id
 * @param key the id of the device key that opened it, 16 hex digits
 * @param createdAt when it was opened
 * @param expiresAt until when it lasts where it is not used meanwhile
 * @param current whether it is the caller's own
 */
public record SessionInfo(UUID session, String key, Instant createdAt, Instant expiresAt, boolean current) {

    public SessionInfo {
        session = Check.present("session", session);
        key = Check.keyId("key", key);
        createdAt = Check.present("createdAt", createdAt);
        expiresAt = Check.present("expiresAt", expiresAt);
    }
}
