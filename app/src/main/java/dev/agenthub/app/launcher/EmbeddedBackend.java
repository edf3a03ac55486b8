package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.server.Backend;
import dev.agenthub.server.BackendConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The backend inside the desktop: the one place where the desktop touches the server's code. */
public final class EmbeddedBackend implements AutoCloseable {
    private static final String UNFORESEEN = "START_FAILED";

    private final Backend backend;

    private EmbeddedBackend(Backend backend) {
        this.backend = backend;
    }

    /** Whether {@code folder} holds no database yet, so that a start takes longer. */
    static boolean isFirstStart(Path folder) {
        return !Files.exists(folder.resolve("postgres"));
    }

    /** Starts it, which takes seconds; a failure has one sentence and a code, and leaves nothing running. */
    static EmbeddedBackend start(Path folder, int port, boolean sample) {
        try {
            return new EmbeddedBackend(Backend.startEmbedded(new BackendConfig(folder, port, sample)));
        } catch (RuntimeException e) {
            String code = Backend.startFailureCode(e);
            if (code.equals(UNFORESEEN)) {
                System.getLogger(EmbeddedBackend.class.getName()).log(System.Logger.Level.ERROR, "Start failed", e);
                throw new CodedException(code, "The backend could not start; the log in " + folder.resolve("logs")
                        + " says why.", e);
            }
            throw new CodedException(code, String.valueOf(e.getMessage()), e);
        }
    }

    URI uri() {
        return backend.uri();
    }

    /** The code of a new organization's first owner; null once it was used. */
    @Nullable
    String ownerInvitation() {
        return backend.ownerInvitation();
    }

    @Override
    public void close() {
        backend.close();
    }
}
