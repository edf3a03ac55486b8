package dev.agenthub.server.idempotency;

import org.jspecify.annotations.Nullable;

/**
 * A complete HTTP answer.
 *
 * @param location of the created resource; null for none
 * @param made where the body contains a secret that is shown once, what was created, without the secret; otherwise null
 */
public record Reply(int status, @Nullable String location, String body, @Nullable String made) {

    /** Shows no body, which may contain a secret. */
    @Override
    public String toString() {
        return "Reply[status=" + status + "]";
    }
}
