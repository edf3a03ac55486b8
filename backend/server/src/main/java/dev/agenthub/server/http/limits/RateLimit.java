package dev.agenthub.server.http.limits;

import dev.agenthub.api.ErrorCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Limits each caller's calls per minute by the generic cell rate algorithm; a minute's
 * calls may come at once. Remembers a bounded number of recent callers. Thread-safe.
 */
public final class RateLimit {

    private static final int REMEMBERED = 10_000;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** Nanoseconds between two calls at the allowed rate. */
    private final long interval;
    private final LongSupplier nanos;
    /** By caller, when the next call would be due if all calls so far had kept the interval, in nanoseconds. */
    private final Map<Object, Long> due = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * Creates a limit.
     *
     * @param nanos a monotonic clock
     */
    public RateLimit(int inAMinute, LongSupplier nanos) {
        this.interval = MINUTE / inAMinute;
        this.nanos = nanos;
    }

    /**
     * Counts a call.
     *
     * @param caller callers are the same where they are {@code equal}
     * @throws LimitReachedException TOO_MANY_REQUESTS; the call is not counted
     */
    public synchronized void count(Object caller) {
        long now = nanos.getAsLong();
        long early = Math.max(0, due.getOrDefault(caller, now) - now) + interval;
        if (early > MINUTE) {
            throw new LimitReachedException(ErrorCode.TOO_MANY_REQUESTS, Duration.ofNanos(early - MINUTE));
        }
        due.put(caller, now + early);
    }

    synchronized int remembered() {
        return due.size();
    }
}
