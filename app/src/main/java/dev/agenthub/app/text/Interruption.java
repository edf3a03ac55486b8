package dev.agenthub.app.text;

import java.util.concurrent.CancellationException;

/** Ends what takes long and is no longer wanted. */
public final class Interruption {
    private Interruption() {}

    /**
     * Called again and again by what takes long.
     *
     * @throws CancellationException if this thread was interrupted; it stays so
     */
    public static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException();
        }
    }
}
