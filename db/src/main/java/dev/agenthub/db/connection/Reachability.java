package dev.agenthub.db.connection;

import dev.agenthub.db.failure.StartupException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Whether a database answers, as last reported by the probe or by a successful transaction. Thread-safe; reporting success takes a
 * transaction no noticeable time.
 */
public final class Reachability {
    private final List<Runnable> losses = new CopyOnWriteArrayList<>();
    private volatile long answered = System.nanoTime();
    private volatile boolean lost;
    private volatile Supplier<Optional<StartupException>> stopped = Optional::empty;

    /** False from at most about 2.5 seconds after the database stopped answering until at most a second after it answers again. */
    public boolean answers() {
        return !lost;
    }

    /** Why the database does not answer and will not recover automatically; empty if it answers or may recover. */
    Optional<StartupException> stopped() {
        return stopped.get();
    }

    /** Sets where to ask why the server is not started again. */
    public void stoppedWhere(Supplier<Optional<StartupException>> known) {
        stopped = known;
    }

    /**
     * Registers a callback for each loss of the database. It runs on the thread that noticed the loss and must not wait for the database.
     */
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
