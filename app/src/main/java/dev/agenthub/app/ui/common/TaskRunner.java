package dev.agenthub.app.ui.common;

import dev.agenthub.app.text.Failure;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** Runs work off the window's thread and calls back on it. Tests use one that runs everything immediately. */
public interface TaskRunner {
    /** Work or an action that was asked for. */
    @FunctionalInterface
    interface Pending {
        /** Called on the window's thread: no callback and no action follows. Work that has begun is interrupted. */
        void cancel();
    }

    /** Runs {@code work} off the window's thread, then calls exactly one of the two callbacks on it. */
    <T> Pending run(Callable<T> work, Consumer<? super T> done, Consumer<Failure> failed);

    /** Runs {@code action} on the window's thread; immediately where the caller is on it. */
    void onWindow(Runnable action);

    /** Runs {@code action} on the window's thread once the next frame is painted, so that slow work takes no time from it. */
    default Pending afterPaint(Runnable action) {
        onWindow(action);
        return () -> {};
    }

    /** Runs {@code action} on the window's thread after {@code delay}. */
    Pending after(Duration delay, Runnable action);
}
