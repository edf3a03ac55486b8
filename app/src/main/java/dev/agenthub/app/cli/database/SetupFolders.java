package dev.agenthub.app.cli.database;

import dev.agenthub.app.platform.DataFolders;
import dev.agenthub.app.platform.RemoteAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folders of this machine: the backend's secrets, and a person's keys for a backend.
 *
 * @param base null for the system's default
 */
record SetupFolders(@Nullable Path base) {

    /** The folder with the secrets with which backends on this machine open the database. */
    Path own() {
        return DataFolders.of(base, false);
    }

    /** The folder with the person's keys and the backend's remembered certificate. */
    Path at(RemoteAddress backend) {
        return backend.folder(base);
    }

    /** The base folder as a command-line option; empty for the default. */
    List<String> option() {
        return base == null ? List.of() : List.of("--data", base.toAbsolutePath().normalize().toString());
    }
}
