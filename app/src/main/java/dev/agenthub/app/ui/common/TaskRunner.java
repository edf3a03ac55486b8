package dev.agenthub.app.ui.common;

import dev.agenthub.app.text.Failure;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** The one way from the window's thread to another one and back. Tests bring one that runs everything at once. */
public interface TaskRunner {
    /** Stops what has not begun yet; harmless afterwards. */
    @FunctionalInterface
    interface Pending {
        void cancel();
    }

    /** Runs {@code work} off the window's thread; exactly one of the two callbacks follows on it. */
    <T> void run(Callable<T> work, Consumer<? super T> done, Consumer<Failure> failed);

    /** Runs {@code action} on the window's thread, at once when already there. */
    void onWindow(Runnable action);

    /** Runs {@code action} on the window's thread after {@code delay}. */
    Pending after(Duration delay, Runnable action);
}
