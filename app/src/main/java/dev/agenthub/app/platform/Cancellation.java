package dev.agenthub.app.platform;

/** Cancels work on another thread. Thread-safe. */
public final class Cancellation {
    /** The code of work that was cancelled. */
    public static final String CANCELLED = "KEY_OPENING_CANCELLED";

    private volatile boolean cancelled;

    public void cancel() {
        cancelled = true;
    }

    public boolean isCancelled() {
        return cancelled;
    }

    /**
     * Fails if the work was cancelled.
     *
     * @throws CodedException {@link #CANCELLED}
     */
    public void require() {
        if (cancelled) {
            throw new CodedException(CANCELLED, "Opening the key was cancelled.");
        }
    }
}
