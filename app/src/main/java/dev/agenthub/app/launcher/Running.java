package dev.agenthub.app.launcher;

import dev.agenthub.app.client.BackendClient;
import org.jspecify.annotations.Nullable;

/** What has to be stopped when the desktop ends, however it ends: by its window, or by a signal. */
final class Running implements AutoCloseable {
    private @Nullable EmbeddedBackend backend;
    private @Nullable BackendClient client;
    private boolean closed;

    /** A backend that comes up after the end is stopped at once. */
    synchronized void began(EmbeddedBackend started) {
        if (closed) {
            started.close();
        } else {
            backend = started;
        }
    }

    synchronized void talksThrough(BackendClient opened) {
        client = opened;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.close();
            client = null;
        }
        if (backend != null) {
            backend.close();
            backend = null;
        }
    }
}
