package dev.agenthub.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The system's clock, which tests can advance, or stop so that it moves only then. */
public final class TestClock extends Clock {

    private volatile Duration ahead = Duration.ZERO;
    private volatile @Nullable Instant stopped;

    /** Moves the clock forwards, also while it is stopped. */
    public synchronized void advance(Duration duration) {
        ahead = ahead.plus(duration);
    }

    /** From now on the clock moves only when it is advanced. */
    public void stop() {
        stopped = Instant.now();
    }

    /** Shows the system's time again. */
    public synchronized void reset() {
        ahead = Duration.ZERO;
        stopped = null;
    }

    @Override
    public Instant instant() {
        Instant still = stopped;
        return (still == null ? Instant.now() : still).plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
