package dev.agenthub.server.http.limits;

import dev.agenthub.api.ErrorCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Limits each caller's concurrent calls; further calls wait. Otherwise a caller with hundreds
 * of calls would block all others in the queue for database connections. Thread-safe.
 */
public final class ConcurrencyLimit {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final int atOnce;
    private final Duration patience;
    private final Map<Object, Queue> queues = new HashMap<>();

    /**
     * Creates the limit.
     *
     * @param atOnce concurrent calls of one caller
     * @param patience how long a call waits
     */
    public ConcurrencyLimit(int atOnce, Duration patience) {
        this.atOnce = atOnce;
        this.patience = patience;
    }

    /** A call in progress; closing it twice does nothing. */
    @FunctionalInterface
    public interface Slot extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Queue {
        private final Semaphore free;
        private int calls;

        Queue(int free) {
            // Fair: in order of arrival.
            this.free = new Semaphore(free, true);
        }
    }

    /**
     * Waits until the caller may begin another call.
     *
     * @param caller callers are the same where they are {@code equal}
     * @throws LimitReachedException SERVER_BUSY where it waited too long
     */
    public Slot take(Object caller) {
        Queue queue = enter(caller);
        boolean taken = false;
        try {
            taken = queue.free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!taken) {
                leave(caller, queue);
            }
        }
        if (!taken) {
            throw new LimitReachedException(ErrorCode.SERVER_BUSY, SOON);
        }
        boolean[] closed = new boolean[1];
        return () -> {
            if (!closed[0]) {
                closed[0] = true;
                queue.free.release();
                leave(caller, queue);
            }
        };
    }

    private synchronized Queue enter(Object caller) {
        Queue queue = queues.computeIfAbsent(caller, _ -> new Queue(atOnce));
        queue.calls++;
        return queue;
    }

    private synchronized void leave(Object caller, Queue queue) {
        if (--queue.calls == 0) {
            queues.remove(caller);
        }
    }

    synchronized int callers() {
        return queues.size();
    }
}
