package dev.agenthub.server.idempotency;

import org.jspecify.annotations.Nullable;

/**
 * An answer in one piece.
 *
 * @param location where to look further; null for nowhere
 * @param made null, or, where the body holds a secret that is shown once, what was made, without the secret
 */
public record Reply(int status, @Nullable String location, String body, @Nullable String made) {

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return "Reply[status=" + status + "]";
    }
}
