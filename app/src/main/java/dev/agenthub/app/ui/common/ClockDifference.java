package dev.agenthub.app.ui.common;

import dev.agenthub.app.client.MemberClient;
import dev.agenthub.evidence.statement.DecisionStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Whether this machine's clock differs so much from the backend's that nothing signed here is accepted. */
public final class ClockDifference {
    public static final String CODE = "CLOCK_OFF";

    private static final Messages MESSAGES = Messages.of(ClockDifference.class);

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
        return MESSAGES.text(ahead.isPositive() ? "clock.ahead" : "clock.behind",
                ahead.abs().plusSeconds(30).toMinutes());
    }
}
