package dev.agenthub.app.ui.lock;

import dev.agenthub.app.platform.CodedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Measures the time without input with two clocks and is over as soon as either says so: the
 * wall clock continues while the machine sleeps, and the monotonic clock cannot be set back.
 */
public final class IdleTime {
    private static final int SHORTEST = 1;
    /** Minutes after which the backend ends an unused session by default. */
    private static final int LONGEST = 120;

    /** The default limit. */
    public static final Duration DEFAULT = Duration.ofMinutes(10);

    private final Duration limit;
    private final InstantSource wallClock;
    private final LongSupplier nanoTime;
    private Instant usedAt;
    private long usedAtNanos;

    /**
     * Begins now.
     *
     * @param nanoTime as {@link System#nanoTime()}
     */
    public IdleTime(Duration limit, InstantSource wallClock, LongSupplier nanoTime) {
        this.limit = limit;
        this.wallClock = wallClock;
        this.nanoTime = nanoTime;
        this.usedAt = wallClock.instant();
        this.usedAtNanos = nanoTime.getAsLong();
    }

    /**
     * Converts a limit given in minutes. It can't be switched off, because an unlocked key signs for anybody at the machine.
     *
     * @throws CodedException USAGE where it is not 1 to 120
     */
    public static Duration minutes(int minutes) {
        if (minutes < SHORTEST || minutes > LONGEST) {
            throw new CodedException("USAGE", "The desktop locks after " + SHORTEST + " to " + LONGEST
                    + " minutes. It can’t be told never to: an open key signs for whoever sits down.");
        }
        return Duration.ofMinutes(minutes);
    }

    /** Restarts the time after input. */
    void used() {
        usedAt = wallClock.instant();
        usedAtNanos = nanoTime.getAsLong();
    }

    boolean isOver() {
        return Duration.between(usedAt, wallClock.instant()).compareTo(limit) >= 0
                || nanoTime.getAsLong() - usedAtNanos >= limit.toNanos();
    }
}
