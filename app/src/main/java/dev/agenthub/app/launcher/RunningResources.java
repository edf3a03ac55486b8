package dev.agenthub.app.launcher;

import dev.agenthub.app.client.BackendClient;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The resources to stop when the desktop ends, by its window or by a signal. Thread-safe. */
final class RunningResources implements AutoCloseable {
    /** Held while the backend starts, so that the desktop's end waits and does not leave a half-started backend. */
    private final Lock comingUp = new ReentrantLock();
    private volatile boolean closed;
    private @Nullable DesktopBackend backend;
    private @Nullable BackendClient client;

    /** Starts the backend. One that has started after the desktop's end is stopped at once. */
    DesktopBackend start(Supplier<DesktopBackend> starting) {
        comingUp.lock();
        try {
            DesktopBackend started = starting.get();
            if (closed) {
                started.close();
            } else {
                backend = started;
            }
            return started;
        } finally {
            comingUp.unlock();
        }
    }

    void talksThrough(BackendClient opened) {
        comingUp.lock();
        try {
            client = opened;
        } finally {
            comingUp.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        leave();
    }

    /** Stops everything; another backend may be started afterwards. */
    void leave() {
        comingUp.lock();
        try {
            if (client != null) {
                client.close();
                client = null;
            }
            if (backend != null) {
                backend.close();
                backend = null;
            }
        } finally {
            comingUp.unlock();
        }
    }
}
