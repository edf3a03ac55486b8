package dev.agenthub.db;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** A PostgreSQL of our own below a data folder. */
public final class EmbeddedDatabase implements AutoCloseable {

    private EmbeddedDatabase() {}

    public static EmbeddedDatabase start(Path folder) {
        throw new StartupException("DATABASE_START_FAILED", "Not yet in " + folder + ".");
    }

    public Database database() {
        throw new IllegalStateException();
    }

    public Connection superuserConnection() throws SQLException {
        throw new SQLException();
    }

    @Override
    public void close() {}
}
