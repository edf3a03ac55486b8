package dev.agenthub.server.http.limits;

import dev.agenthub.api.ErrorCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets each caller have so many calls under way; further ones wait for their turn. Without that, whoever makes hundreds
 * at once stands before everybody else in the queue for the database's connections. Safe for use by many threads.
 */
public final class Turns {

    private static final Duration SOON = Duration.ofSeconds(1);

    private final int atOnce;
    private final Duration patience;
    private final Map<Object, Queue> queues = new HashMap<>();

    /**
     * Makes them.
     *
     * @param atOnce calls of one caller
     * @param patience how long a call waits
     */
    public Turns(int atOnce, Duration patience) {
        this.atOnce = atOnce;
        this.patience = patience;
    }

    /** A call under way; closing it again does nothing. */
    @FunctionalInterface
    public interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    private static final class Queue {
        private final Semaphore free;
        private int calls;

        Queue(int free) {
            // In the order in which they came.
            this.free = new Semaphore(free, true);
        }
    }

    /**
     * Waits for the caller's turn.
     *
     * @param caller is told apart from others by {@code equals}
     * @throws LimitReachedException SERVER_BUSY where it does not come in time
     */
    public Turn take(Object caller) {
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
