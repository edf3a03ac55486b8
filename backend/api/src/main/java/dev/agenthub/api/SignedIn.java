package dev.agenthub.api;

import java.time.Instant;

/**
 * A new session.
 *
 * @param token to be sent as {@code Authorization: Bearer …}; a secret
 * @param expiresAt until when it lasts where it is not used meanwhile
 * @param me who is signed in now
 */
public record SignedIn(String token, Instant expiresAt, Me me) {

    public SignedIn {
        token = Check.text("token", token, 300);
        expiresAt = Check.present("expiresAt", expiresAt);
        me = Check.present("me", me);
    }

    /** Keeps the token out of logs. */
    @Override
    public String toString() {
        return "SignedIn[expiresAt=" + expiresAt + ", me=" + me + "]";
    }
}
