package dev.agenthub.db;

import dev.agenthub.db.connection.Database;
import dev.agenthub.db.connection.ServedDatabase;
import dev.agenthub.db.failure.Failures;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.migration.Bootstrap;
import dev.agenthub.db.migration.SetupProgress;
import dev.agenthub.db.postgres.PostgresBinaries;
import dev.agenthub.db.postgres.PostgresServer;
import dev.agenthub.db.postgres.PostgresWatchdog;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.db.secret.Secrets;
import dev.agenthub.files.PrivateFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server that this process runs, with its files below a data folder. It is started, migrated and examined, started again when
 * its process is killed, and stopped by {@link #close()}.
 *
 * <p>Everything it keeps is in {@code postgres}, {@code secrets} and {@code logs} below the folder. The caller makes
 * sure that no other process works with the same folder. A JVM that dies without closing leaves a server that the next
 * start stops and recovers. Thread-safe.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final String NAME = "agenthub";
    private static final String ADMIN_SECRET = "database-admin";

    private final PostgresServer server;
    private final PostgresWatchdog watchdog;
    private final Secrets secrets;
    private final ServedDatabase database;

    private EmbeddedDatabase(PostgresServer server, Secrets secrets, ServedDatabase database) {
        this.server = server;
        this.watchdog = PostgresWatchdog.start(server, database::replaceSessions);
        this.secrets = secrets;
        this.database = database;
        database.pool().reachability().stoppedWhere(watchdog::failure);
    }

    /**
     * Starts the database of a data folder, creating it at the first start.
     *
     * @throws StartupException with a stable code, when it cannot start
     */
    public static EmbeddedDatabase start(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            Secrets secrets = secrets(absolute);
            PostgresServer server = PostgresServer.start(absolute, PostgresBinaries.unpacked(),
                    secrets.file(ADMIN_SECRET));
            try {
                return new EmbeddedDatabase(server, secrets, prepare(server, secrets));
            } catch (SQLException | IOException | RuntimeException e) {
                server.stop();
                if (server.metFullDisk()) {
                    throw new StartupException("DISK_FULL", "The disk of the data folder " + absolute + " is full.", e);
                }
                throw e;
            }
        } catch (IOException e) {
            throw Failures.of(e, "The data folder " + absolute + " cannot be used");
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    public Database database() {
        return database.pool();
    }

    /**
     * Why the server is not running and will not be started again automatically: DATABASE_STOPPED or DATABASE_KEEPS_ENDING. Empty while it
     * runs, or is being started after its process was killed.
     */
    public Optional<StartupException> failure() {
        return watchdog.failure();
    }

    /**
     * A new connection with all rights, for tests and for the tour's tampering with its sample organization. The
     * application never calls it.
     */
    public Connection superuserConnection() throws SQLException {
        try {
            return source(server, NAME, PostgresServer.SUPERUSER, secrets.get(ADMIN_SECRET)).getConnection();
        } catch (IOException e) {
            throw new SQLException(e);
        }
    }

    /**
     * Replaces the keys that sign organization tokens; running transactions are not affected.
     *
     * @param keep how long tokens under the replaced keys are still accepted
     */
    public void rotateKeys(Duration keep) {
        try (Connection administrator = superuserConnection()) {
            new Bootstrap(administrator).rotateKeys(secrets, keep);
        } catch (IOException e) {
            throw Failures.of(e, "The new key cannot be kept");
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    @Override
    public void close() {
        database.close();
        watchdog.close();
    }

    public int port() {
        return server.port();
    }

    public long pid() {
        return watchdog.server().pid();
    }

    private static Secrets secrets(Path folder) throws IOException {
        PrivateFolders.createOrNarrow(folder);
        Secrets secrets = Secrets.in(folder.resolve("secrets"));
        if (!secrets.has(ADMIN_SECRET) && folder.resolve("postgres").resolve("cluster").toFile().exists()) {
            throw new StartupException("SECRETS_UNUSABLE", "The secret file " + secrets.file(ADMIN_SECRET)
                    + " is missing, and the database cannot be opened without it. Restore it from a backup.");
        }
        secrets.get(ADMIN_SECRET);
        DatabaseSetup.drawMissing(secrets);
        return secrets;
    }

    private static ServedDatabase prepare(PostgresServer server, Secrets secrets) throws SQLException, IOException {
        createDatabase(server, secrets.get(ADMIN_SECRET));
        DatabaseSetup setup = new DatabaseSetup((user, password) -> source(server, NAME, user, password), secrets);
        setup.run(source(server, NAME, PostgresServer.SUPERUSER, secrets.get(ADMIN_SECRET)),
                Set.of(PostgresBinaries.packagedRelease()), new Log());
        return setup.open();
    }

    private static void createDatabase(PostgresServer server, SecretBytes password) throws SQLException {
        try (Connection connection = source(server, "postgres", PostgresServer.SUPERUSER, password)
                .getConnection();
                Statement statement = connection.createStatement()) {
            if (!statement.executeQuery("select from pg_database where datname = '" + NAME + "'").next()) {
                statement.execute("create database " + NAME);
            }
        }
    }

    private static PGSimpleDataSource source(PostgresServer server, String database, String user,
            SecretBytes password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[]{"127.0.0.1"});
        source.setPortNumbers(new int[]{server.port()});
        source.setDatabaseName(database);
        source.setUser(user);
        source.setPassword(password.text());
        source.setSslMode("disable");
        source.setApplicationName("agenthub");
        source.setLoginTimeout(10);
        source.setConnectTimeout(10);
        return source;
    }

    /** Nobody waits for the steps of an ordinary start; what was taken back is worth a line. */
    private static final class Log implements SetupProgress {
        @Override
        public void step(String sentence) {
            LOG.debug("{}", sentence);
        }

        @Override
        public void mended(String sentence) {
            LOG.warn("The database was mended: {}", sentence);
        }
    }
}
