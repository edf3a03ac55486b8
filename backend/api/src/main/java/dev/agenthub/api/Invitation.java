package dev.agenthub.api;

import java.time.Instant;

/** A one-time code to hand to the person who is invited; shown once, and a secret until it is used. */
public record Invitation(String code, Instant expiresAt) {

    public Invitation {
        code = Check.text("code", code, 300);
        expiresAt = Check.present("expiresAt", expiresAt);
    }

    /** Keeps the code out of logs. */
    @Override
    public String toString() {
        return "Invitation[expiresAt=" + expiresAt + "]";
    }
}
