package dev.agenthub.db;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

import org.postgresql.ds.PGSimpleDataSource;

/** Brings a database up to date and opens it for the backend: the one way, whether the server is ours or somebody else's. */
final class DatabaseSetup {
    private static final long TURN = 0x6167656e74687562L;
    private static final String OWNER_SECRET = "database-owner";
    private static final String APP_SECRET = "database-app";

    /** Connects to the database as one of our roles. */
    @FunctionalInterface
    interface Door {
        PGSimpleDataSource as(String role, Secrets.Secret password);
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
    SetupResult run(DataSource admin, SetupProgress progress) throws SQLException, IOException {
        try (Connection administrator = admin.getConnection()) {
            takeTurn(administrator);
            Bootstrap bootstrap = new Bootstrap(administrator);
            List<String> scripts = bootstrap.run(progress);
            bootstrap.setPassword("hub_owner", secrets.get(OWNER_SECRET));
            bootstrap.setPassword("hub_app", secrets.get(APP_SECRET));
            bootstrap.setTokenKey(Math.max(1, TokenKeys.newest(secrets)), secrets.get(tokenKey(secrets)));
            List<String> migrations = Migrations.run(door.as("hub_owner", secrets.get(OWNER_SECRET)), progress);
            progress.step("Examining the database");
            new Doctor(administrator).requireHealthy();
            bootstrap.renewGuard(progress);
            bootstrap.assumeStatistics(progress);
            bootstrap.finish();
            return new SetupResult(scripts, migrations);
        }
    }

    /** Two setups of one database at once would meet half-way. The lock goes with the connection. */
    private static void takeTurn(Connection administrator) throws SQLException {
        try (Statement statement = administrator.createStatement()) {
            statement.execute("select pg_advisory_lock(" + TURN + ")");
        }
    }

    /** @throws StartupException with a stable code, where the application's role was changed or no setup came to its end */
    void requireServable() throws SQLException, IOException {
        ApplicationRole.requireUsable(door.as("hub_app", secrets.get(APP_SECRET)));
        try (Connection application = door.as("hub_app", secrets.get(APP_SECRET)).getConnection()) {
            Bootstrap.requireFinished(application);
        }
    }

    /** The application's connections. */
    ServedDatabase open() throws IOException {
        PGSimpleDataSource source = door.as("hub_app", secrets.get(APP_SECRET));
        // What has no parameters goes as one message, however many statements it is.
        source.setPreferQueryMode(PreferQueryMode.EXTENDED_FOR_PREPARED);
        return new ServedDatabase(source, new TokenKeys(secrets));
    }

    private static String tokenKey(Secrets secrets) throws IOException {
        return TokenKeys.file(Math.max(1, TokenKeys.newest(secrets)));
    }
}
