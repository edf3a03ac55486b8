package dev.agenthub.app.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that only the test moves. Thread-safe. */
public final class SettableClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-28T09:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    /** Moves the clock forward; back for a negative duration. */
    public void move(Duration by) {
        now = now.plus(by);
    }
}
