package dev.agenthub.app.testing;

import dev.agenthub.db.OwnDatabase;
import dev.agenthub.server.Backend;
import dev.agenthub.server.ServeConfig;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;

/** A team's backend, served over TLS with its own database, and without an owner at first. */
public final class ServedTeam implements AutoCloseable {
    private final OwnDatabase database;
    private final Backend backend;

    public ServedTeam(Path folder) {
        database = OwnDatabase.create(folder.resolve("secrets"));
        backend = Backend.serve(new ServeConfig(folder, database.url(), Set.copyOf(OwnDatabase.accepted()),
                "127.0.0.1", 0, null, null, "Northwind"));
    }

    /** The first owner's invitation link. */
    public String link() {
        return Objects.requireNonNull(backend.ownerInvitation());
    }

    /** SHA-256 of the backend's certificate, in hex. */
    public String fingerprint() {
        return backend.fingerprint();
    }

    @Override
    public void close() {
        backend.close();
        database.close();
    }
}
