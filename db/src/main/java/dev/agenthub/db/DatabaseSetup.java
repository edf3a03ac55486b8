package dev.agenthub.db;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a database up to date and opens it for the backend: the one way, whether the server is ours or somebody else's. */
final class DatabaseSetup {
    private static final String OWNER_SECRET = "database-owner";
    private static final String APP_SECRET = "database-app";

    /** Connects to the database as one of our roles. */
    @FunctionalInterface
    interface Door {
        DataSource as(String role, Secrets.Secret password);
    }

    private final Door door;
    private final Secrets secrets;

    DatabaseSetup(Door door, Secrets secrets) {
        this.door = door;
        this.secrets = secrets;
    }

    /** Draws what is missing of the secrets that the backend shares with the database. */
    static void drawMissing(Secrets secrets) throws IOException {
        for (String name : List.of(OWNER_SECRET, APP_SECRET, tokenKey(secrets))) {
            secrets.get(name);
        }
    }

    /** Whether the secrets are there with which a database that was set up can be opened. */
    static boolean hasSecrets(Secrets secrets) throws IOException {
        return secrets.has(APP_SECRET) && TokenKeys.newest(secrets) > 0;
    }

    /**
     * Sets roles and guard up, migrates, examines.
     *
     * @throws StartupException with a stable code
     */
    void run(DataSource admin) throws SQLException, IOException {
        try (Connection administrator = admin.getConnection()) {
            Bootstrap bootstrap = new Bootstrap(administrator);
            bootstrap.run();
            bootstrap.setPassword("hub_owner", secrets.get(OWNER_SECRET));
            bootstrap.setPassword("hub_app", secrets.get(APP_SECRET));
            bootstrap.setTokenKey(Math.max(1, TokenKeys.newest(secrets)), secrets.get(tokenKey(secrets)));
            migrate(door.as("hub_owner", secrets.get(OWNER_SECRET)));
            new Doctor(administrator).requireHealthy();
        }
    }

    /** Connects once as the application, which tells at once what a pool would only tell after its patience. */
    void tryOut() throws SQLException, IOException {
        door.as("hub_app", secrets.get(APP_SECRET)).getConnection().close();
    }

    /** The application's connections. */
    PooledDatabase open() throws IOException {
        return new PooledDatabase(door.as("hub_app", secrets.get(APP_SECRET)),
                new TokenKeys(secrets));
    }

    private static String tokenKey(Secrets secrets) throws IOException {
        return TokenKeys.file(Math.max(1, TokenKeys.newest(secrets)));
    }

    private static void migrate(DataSource owner) {
        try {
            Flyway.configure().dataSource(owner).locations("classpath:dev/agenthub/db/migration")
                    .defaultSchema("migration")
                    .createSchemas(false).table("history").cleanDisabled(true).validateMigrationNaming(true)
                    // All that are pending or none, and none where a later release has been here.
                    .group(true).ignoreMigrationPatterns(new String[0]).load().migrate();
        } catch (FlywayException e) {
            throw new StartupException("DATABASE_MIGRATION_FAILED",
                    "The database could not be brought up to date: " + e.getMessage(), e);
        }
    }
}
