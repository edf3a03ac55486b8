package dev.agenthub.app.cli.database;

import dev.agenthub.app.platform.DataFolders;
import dev.agenthub.app.platform.RemoteAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where things of this machine go: the backend's secrets, and beside them what belongs to a person at a backend.
 *
 * @param base null for what is usual here
 */
record SetupFolders(@Nullable Path base) {

    /** What backends on this machine open the database with. */
    Path own() {
        return DataFolders.of(base, false);
    }

    /** The person's keys, and how the backend is known. */
    Path at(RemoteAddress backend) {
        return backend.folder(base);
    }

    /** As the other commands take it; none where it is the usual one. */
    List<String> option() {
        return base == null ? List.of() : List.of("--data", base.toAbsolutePath().normalize().toString());
    }
}
