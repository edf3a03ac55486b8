package dev.agenthub.server.http.limits;

import dev.agenthub.api.ErrorCode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * So many calls of each caller in a minute, after as many at once: the generic cell rate algorithm. Remembers
 * the callers of late up to a number, so that many of them fill no memory. Safe for use by many threads.
 */
public final class RateLimit {

    private static final int REMEMBERED = 10_000;
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** Between two calls of a caller who keeps to it. */
    private final long interval;
    private final LongSupplier nanos;
    /** Of each caller, when its next call would be due if all so far had kept to the interval. */
    private final Map<Object, Long> due = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Long> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * Makes it.
     *
     * @param nanos a clock that never goes back
     */
    public RateLimit(int inAMinute, LongSupplier nanos) {
        this.interval = MINUTE / inAMinute;
        this.nanos = nanos;
    }

    /**
     * Counts a call.
     *
     * @param caller is told apart from others by {@code equals}
     * @throws LimitReachedException TOO_MANY_REQUESTS, and this call is not counted
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
