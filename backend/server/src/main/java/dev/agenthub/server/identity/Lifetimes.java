package dev.agenthub.server.identity;

import java.time.Duration;

/**
 * How long sessions and codes are valid.
 *
 * @param sessionIdle since its last use: 1 minute to 24 hours, at most {@code session}
 * @param session in any case: 5 minutes to 7 days
 * @param invitation 5 minutes to 30 days
 * @param deviceCode the code for a further device: 1 minute to 1 hour
 */
public record Lifetimes(Duration sessionIdle, Duration session, Duration invitation, Duration deviceCode) {

    /** The defaults: 2 hours, 12 hours, 3 days and 15 minutes. */
    public static final Lifetimes DEFAULTS = new Lifetimes(Duration.ofHours(2), Duration.ofHours(12),
            Duration.ofDays(3),
            Duration.ofMinutes(15));

    public Lifetimes {
        require("The longest time of a session", session, Duration.ofMinutes(5), Duration.ofDays(7));
        require("The idle time of a session", sessionIdle, Duration.ofMinutes(1), Duration.ofHours(24));
        if (sessionIdle.compareTo(session) > 0) {
            throw new IllegalArgumentException("The idle time of a session is at most its longest time");
        }
        require("The lifetime of an invitation", invitation, Duration.ofMinutes(5), Duration.ofDays(30));
        require("The lifetime of a device code", deviceCode, Duration.ofMinutes(1), Duration.ofHours(1));
    }

    private static void require(String what, Duration given, Duration shortest, Duration longest) {
        if (given.compareTo(shortest) < 0 || given.compareTo(longest) > 0) {
            throw new IllegalArgumentException(what + " is from " + shortest + " to " + longest);
        }
    }
}
