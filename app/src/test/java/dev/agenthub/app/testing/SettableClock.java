package dev.agenthub.app.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until a test moves it. Safe for many threads. */
public final class SettableClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-11-28T09:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    /** Onward, or back where it is negative. */
    public void move(Duration by) {
        now = now.plus(by);
    }
}
