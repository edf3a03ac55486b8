package dev.agenthub.app.client;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.evidence.statement.DecisionStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Whether this machine's clock differs so much from the backend's that nothing signed here is accepted. */
public final class ClockDifference {
    public static final String CODE = "CLOCK_OFF";

    private ClockDifference() {}

    /** By how many minutes it is off, and what to do; empty where it is right enough, or nothing is known of the backend's. */
    public static String words(MemberClient client, InstantSource clock) {
        Instant theirs = client.serverTime();
        if (theirs == null) {
            return "";
        }
        Duration ahead = Duration.between(theirs, clock.instant());
        if (ahead.abs().compareTo(DecisionStatement.CLOCK_DIFFERENCE) <= 0) {
            return "";
        }
        return "This machine’s clock is " + ahead.abs().plusSeconds(30).toMinutes() + " minutes "
                + (ahead.isPositive() ? "ahead of" : "behind")
                + " the server’s, so the server accepts nothing that you "
                + "sign here. Set the clock right, or ask whoever runs the server whether it is the server’s that is wrong.";
    }

    /**
     * Refuses to sign where it would be for nothing.
     *
     * @throws CodedException {@link #CODE} where it is off
     */
    public static void requireNone(MemberClient client, InstantSource clock) {
        String off = words(client, clock);
        if (!off.isEmpty()) {
            throw new CodedException(CODE, off);
        }
    }
}
