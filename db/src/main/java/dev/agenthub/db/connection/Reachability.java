package dev.agenthub.db.connection;

import dev.agenthub.db.failure.StartupException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Whether a database answers, as far as is known now: said by whoever probes it and by every transaction that ends well. Thread-safe; telling
 * that it answers costs a transaction nothing.
 */
public final class Reachability {
    private final List<Runnable> losses = new CopyOnWriteArrayList<>();
    private volatile long answered = System.nanoTime();
    private volatile boolean lost;
    private volatile Supplier<Optional<StartupException>> stopped = Optional::empty;

    /** False within about two and a half seconds after the database stopped to answer, and until a second after it does again. */
    public boolean answers() {
        return !lost;
    }

    /** Why it does not answer and will not by itself; empty where it does or may again. */
    Optional<StartupException> stopped() {
        return stopped.get();
    }

    /** Whoever starts the server knows why it is not started again. */
    public void stoppedWhere(Supplier<Optional<StartupException>> known) {
        stopped = known;
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
