package dev.agenthub.app.client;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.evidence.statement.DecisionStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Checks whether this machine's clock differs so much from the backend's that statements signed here would be refused. */
public final class ClockDifference {
    public static final String CODE = "CLOCK_OFF";

    private ClockDifference() {}

    /**
     * A sentence with the difference in minutes and the remedy; empty where the difference is acceptable or the backend's time is unknown.
     */
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
     * Fails where a statement signed now would be refused.
     *
     * @throws CodedException {@link #CODE} where the clocks differ too much
     */
    public static void requireNone(MemberClient client, InstantSource clock) {
        String off = words(client, clock);
        if (!off.isEmpty()) {
            throw new CodedException(CODE, off);
        }
    }
}
