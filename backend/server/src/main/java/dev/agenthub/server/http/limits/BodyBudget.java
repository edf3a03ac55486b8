package dev.agenthub.server.http.limits;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.common.RefusedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** Limits the memory of all bodies in progress. One caller gets at most half of it, if half is enough for one body. Thread-safe. */
public final class BodyBudget {

    /** Bodies up to this length are not counted, since each connection costs as much anyway; in bytes. */
    static final int SMALL = HttpLimits.LARGEST_ANONYMOUS_BODY;

    private static final Duration SOON = Duration.ofSeconds(2);

    /** The most refused bodies that are read to their end at once; further connections are closed, and the client may not see why. */
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
     * The memory for one caller's body; initially none.
     *
     * @param caller callers are the same where they are {@code equal}
     */
    Share share(Object caller) {
        return new Share(caller);
    }

    synchronized long taken() {
        return sum;
    }

    /** The memory for one body; closed when the body is no longer needed. Not thread-safe. */
    final class Share implements AutoCloseable {
        private final Object caller;
        private long own;

        private Share(Object caller) {
            this.caller = caller;
        }

        /**
         * Raises the share to at least this many bytes.
         *
         * @throws RefusedException TOO_LARGE where it exceeds what one caller may have; SERVER_BUSY where others use the memory
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

        /** Runs the reading, unless too many do so at this moment. */
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
