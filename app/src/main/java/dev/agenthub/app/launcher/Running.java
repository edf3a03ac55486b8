package dev.agenthub.app.launcher;

import dev.agenthub.app.client.BackendClient;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What has to be stopped when the desktop ends, however it ends: by its window, or by a signal. */
final class Running implements AutoCloseable {
    /** Held while the backend comes up: whoever ends the desktop meanwhile waits, or would leave half of it behind. */
    private final Lock comingUp = new ReentrantLock();
    private volatile boolean closed;
    private @Nullable DesktopBackend backend;
    private @Nullable BackendClient client;

    /** Starts the backend; one that comes up after the end is stopped at once. */
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

    /** Stops what there is; another backend may be started then. */
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
