package dev.agenthub.app.ui.lock;

import dev.agenthub.app.platform.CodedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * How long nobody has used the desktop. It is over by whichever of two clocks says so first:
 * the wall clock goes on while the machine sleeps, and the other one cannot be set back.
 */
public final class IdleTime {
    private static final int SHORTEST = 1;
    /** As long as a session lives unused at the backend, where that was not set otherwise. */
    private static final int LONGEST = 120;

    /** Where nobody said how long. */
    public static final Duration USUAL = Duration.ofMinutes(10);

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
     * The limit that a person asked for. There is no way to have none: a key that stays open signs for whoever sits down at the machine.
     *
     * @throws CodedException USAGE where it is none of 1 to 120
     */
    public static Duration minutes(int minutes) {
        if (minutes < SHORTEST || minutes > LONGEST) {
            throw new CodedException("USAGE", "The desktop locks after " + SHORTEST + " to " + LONGEST
                    + " minutes. It can’t be told never to: an open key signs for whoever sits down.");
        }
        return Duration.ofMinutes(minutes);
    }

    /** Somebody uses the desktop. */
    void used() {
        usedAt = wallClock.instant();
        usedAtNanos = nanoTime.getAsLong();
    }

    boolean isOver() {
        return Duration.between(usedAt, wallClock.instant()).compareTo(limit) >= 0
                || nanoTime.getAsLong() - usedAtNanos >= limit.toNanos();
    }
}
