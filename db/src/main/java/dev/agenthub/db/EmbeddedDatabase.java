package dev.agenthub.db;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ServiceLoader;

/** A PostgreSQL of our own below a data folder. */
public final class EmbeddedDatabase implements AutoCloseable {
    private final Path folder;

    private EmbeddedDatabase(Path folder) {
        this.folder = folder;
    }

    /** Starts the database of a data folder, creating it at the first start. */
    public static EmbeddedDatabase start(Path folder) {
        return new EmbeddedDatabase(folder);
    }

    public Database database() {
        return ServiceLoader.load(Database.class).findFirst().orElseThrow();
    }

    /** For tests and the sample organization's tour only; the application never calls it. */
    public Connection superuserConnection() throws SQLException {
        return DriverManager.getConnection(folder.toString());
    }

    @Override
    public void close() {}
}
