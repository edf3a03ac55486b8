package dev.agenthub.evidence.verify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Hands the batches of one segment from the thread that scans it to the one that judges, holding back a scan that runs too far ahead. */
final class BatchQueue {

    private final long limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Batch> batches = new ArrayDeque<>();
    private long weight;
    private @Nullable Throwable failure;

    BatchQueue(long limit) {
        this.limit = limit;
    }

    void put(Batch batch) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (weight > limit) {
                changed.await();
            }
            batches.add(batch);
            weight += batch.weight;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the segment with what went wrong in our own house, such as a file that cannot be read. */
    void fail(Throwable cause) {
        lock.lock();
        try {
            failure = cause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Batch take() throws InterruptedException, ScanFailedException {
        lock.lockInterruptibly();
        try {
            while (batches.isEmpty() && failure == null) {
                changed.await();
            }
            if (failure != null) {
                throw new ScanFailedException(failure);
            }
            Batch batch = batches.remove();
            weight -= batch.weight;
            changed.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Carries a failure over to the thread that judges. */
    static final class ScanFailedException extends Exception {

        private static final long serialVersionUID = 1L;

        ScanFailedException(Throwable cause) {
            super(cause);
        }
    }
}
