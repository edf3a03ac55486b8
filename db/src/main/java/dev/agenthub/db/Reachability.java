package dev.agenthub.db;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Whether a database answers, as far as is known now: said by whoever probes it and by every transaction that ends well. Thread-safe; telling
 * that it answers costs a transaction nothing.
 */
public final class Reachability {
    private final List<Runnable> losses = new CopyOnWriteArrayList<>();
    private volatile long answered = System.nanoTime();
    private volatile boolean lost;

    /** False within about two and a half seconds after the database stopped to answer, and until a second after it does again. */
    public boolean answers() {
        return !lost;
    }

    /** From now on, this is run at each loss, on the thread that noticed it; it must not wait for the database. */
    public void onLoss(Runnable told) {
        losses.add(told);
    }

    /** The database committed something. */
    void answered() {
        answered = System.nanoTime();
    }

    /** A probe was answered. */
    void found() {
        answered();
        lost = false;
    }

    /**
     * A probe was not answered.
     *
     * @param since when it began, of {@link System#nanoTime}: a database that answered others meanwhile is busy, and not lost
     * @return whether it is news that it is lost
     */
    boolean missed(long since) {
        if (lost || answered - since > 0) {
            return false;
        }
        lost = true;
        losses.forEach(Runnable::run);
        return true;
    }
}
