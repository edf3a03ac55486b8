package dev.agenthub.server.http.limits;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.common.RefusedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * The memory for all bodies under way. No caller gets more than half of it, where half is
 * enough for one body, so that the others can go on. Safe for use by many threads.
 */
public final class BodyBudget {

    /** A body up to this length is not counted: so much does each connection cost anyway. */
    static final int SMALL = HttpLimits.LARGEST_ANONYMOUS_BODY;

    private static final Duration SOON = Duration.ofSeconds(2);

    /** Whoever is refused while so many others are is hung up on, and does not see why. */
    private static final int DISCARDED_AT_ONCE = 4;

    private final long all;
    private final long each;
    private final Semaphore discards = new Semaphore(DISCARDED_AT_ONCE);
    private final Map<Object, Long> taken = new HashMap<>();
    private long sum;

    public BodyBudget(long all) {
        this.all = all;
        this.each = Math.max(all / 2, HttpLimits.LEAST_BODY_MEMORY);
    }

    /**
     * Memory for one caller's body, none at first.
     *
     * @param caller is told apart from others by {@code equals}
     */
    Share share(Object caller) {
        return new Share(caller);
    }

    synchronized long taken() {
        return sum;
    }

    /** Of one body; to be closed when nothing of it is needed any more. Not for use by several threads. */
    final class Share implements AutoCloseable {
        private final Object caller;
        private long own;

        private Share(Object caller) {
            this.caller = caller;
        }

        /**
         * From now on this share is at least so large.
         *
         * @throws RefusedException TOO_LARGE where no caller may have so much; SERVER_BUSY where others have it
         */
        void growTo(long memory) {
            if (memory > each) {
                throw new RefusedException(ErrorCode.TOO_LARGE, "The body holds too many values.");
            }
            if (memory > own) {
                grow(memory - own);
                own = memory;
            }
        }

        /** Does this unless enough others do the same now. */
        void discard(Runnable reading) {
            if (discards.tryAcquire()) {
                try {
                    reading.run();
                } finally {
                    discards.release();
                }
            }
        }

        private void grow(long more) {
            synchronized (BodyBudget.this) {
                long callers = taken.getOrDefault(caller, 0L) + more;
                if (callers > each || sum + more > all) {
                    throw new LimitReachedException(ErrorCode.SERVER_BUSY, SOON);
                }
                taken.put(caller, callers);
                sum += more;
            }
        }

        @Override
        public void close() {
            synchronized (BodyBudget.this) {
                sum -= own;
                taken.computeIfPresent(caller, (_, callers) -> callers > own ? callers - own : null);
            }
            own = 0;
        }
    }
}
