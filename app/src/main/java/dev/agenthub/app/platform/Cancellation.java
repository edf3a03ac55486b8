package dev.agenthub.app.platform;

/** Tells work on another thread that nobody waits for it any more. Safe for many threads. */
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
     * Fails where it was cancelled.
     *
     * @throws CodedException {@link #CANCELLED}
     */
    public void require() {
        if (cancelled) {
            throw new CodedException(CANCELLED, "Opening the key was cancelled.");
        }
    }
}
