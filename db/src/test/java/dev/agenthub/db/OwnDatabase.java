package dev.agenthub.db;

import dev.agenthub.db.connection.Database;
import dev.agenthub.db.migration.SetupProgress;
import dev.agenthub.db.postgres.PostgresBinaries;
import dev.agenthub.db.postgres.PostgresServer;
import dev.agenthub.files.PrivateFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A database of a test's own on the {@link SharedDatabase}'s server, set up and without an organization; for what must
 * not happen to the shared one. Roles belong to the server: a test that changes one changes it back.
 */
public final class OwnDatabase implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name;
    private final ExternalDatabase opened;

    private OwnDatabase(String name, Path secrets) {
        this.name = name;
        this.opened = ExternalDatabase.open(url(), secrets, accepted());
    }

    /**
     * Copies the template into a new database.
     *
     * @param secrets where to put the secrets that it is opened with; absent or empty
     */
    public static OwnDatabase create(Path secrets) {
        String name = "own_" + NUMBER.incrementAndGet();
        try {
            SharedDatabase.admitToEveryDatabase();
            try (Connection connection = superuserConnection("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name + " template " + PreparedFolder.TEMPLATE);
                // These are the database's own, which a copy does not inherit.
                statement.execute(
                        "update pg_database set datacl = (select datacl from pg_database where datname = 'agenthub')"
                                + " where datname = '" + name + "'");
                statement.execute(
                        "insert into pg_db_role_setting select own.oid, setrole, setconfig from pg_db_role_setting"
                                + " join pg_database d on d.oid = setdatabase, pg_database own"
                                + " where d.datname = 'agenthub' and own.datname = '" + name + "'");
            }
            PrivateFolders.createOrNarrow(secrets);
            try (Stream<Path> files = Files.list(SharedDatabase.secrets())) {
                for (Path file : files.toList()) {
                    Files.copy(file, secrets.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
            return new OwnDatabase(name, secrets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The version of the tests' server, which may be one with known faults. */
    public static Set<String> accepted() {
        return Set.of(PostgresBinaries.packagedRelease());
    }

    /** Sets a database up with nobody to tell what is done. */
    public static void setUp(ExternalDatabase.Target target) {
        ExternalDatabase.setUp(target, new SetupProgress() {
            @Override
            public void step(String sentence) {}

            @Override
            public void mended(String sentence) {}
        });
    }

    public String url() {
        return SharedDatabase.url(name);
    }

    public Database database() {
        return opened.database();
    }

    public Connection superuserConnection() throws SQLException {
        return superuserConnection(name);
    }

    private static Connection superuserConnection(String database) throws SQLException {
        return DriverManager.getConnection(SharedDatabase.url(database), PostgresServer.SUPERUSER,
                SharedDatabase.password("database-admin"));
    }

    @Override
    public void close() {
        opened.close();
        try (Connection connection = superuserConnection("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("drop database " + name + " with (force)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
