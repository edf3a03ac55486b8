package dev.agenthub.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A one-time code to hand to the person who is invited; shown once, and a secret until it is used.
 *
 * @param code to redeem it with, once; a secret
 * @param expiresAt until when it can be redeemed
 * @param link the same as a link (its form stands under Who calls) to a backend that serves many desktops, null from one inside a desktop
 */
public record Invitation(String code, Instant expiresAt, @Nullable String link) implements ShownOnce {

    public Invitation {
        code = Check.text("code", code, 300);
        expiresAt = Check.present("expiresAt", expiresAt);
    }

    @Override
    public String withoutSecret() {
        return "an invitation that can be redeemed until " + expiresAt;
    }

    /** Keeps the code out of logs. */
    @Override
    public String toString() {
        return "Invitation[expiresAt=" + expiresAt + "]";
    }
}
