package dev.agenthub.db.connection;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A task that repeats on its own thread, with pauses, until it is closed. Thread-safe. */
final class RepeatingThread implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private final Duration patience;

    /**
     * Begins with {@link #start}.
     *
     * @param patience how long {@link #close} waits for the round that is under way
     * @param work     asks {@link #isClosedWithin} between its rounds, and returns when it is
     */
    RepeatingThread(String name, Duration patience, Consumer<RepeatingThread> work) {
        this.patience = patience;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(() -> work.accept(this));
    }

    void start() {
        thread.start();
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Waits so long, or until it is closed; says whether it is. */
    boolean isClosedWithin(Duration pause) {
        try {
            return closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but to end it.
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
