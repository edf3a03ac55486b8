package dev.agenthub.db;

import dev.agenthub.db.connection.UuidV7;
import dev.agenthub.db.organization.OrgToken;
import dev.agenthub.db.postgres.PostgresBinaries;
import dev.agenthub.db.secret.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The one embedded database of a test JVM, a copy of the prepared one; its folder goes when the JVM does. */
public final class SharedDatabase {
    private static final String NAME = "agenthub";
    private static final Path FOLDER = temporaryFolder();
    private static final EmbeddedDatabase DATABASE = start();

    private SharedDatabase() {}

    /** The one database of this test JVM. */
    public static EmbeddedDatabase get() {
        return DATABASE;
    }

    /** The folder of secrets that another process opens the database with. */
    public static Path secrets() {
        return FOLDER.resolve("secrets");
    }

    /** The address that another process opens the database at. */
    public static String address() {
        return url(NAME);
    }

    /** The address of a database on this server. */
    public static String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + DATABASE.port() + "/" + database;
    }

    /** The password that is kept under this name. */
    public static String password(String secret) {
        try {
            return Files.readString(secrets().resolve(secret)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As the role that the application or the migrations connect as, past the pool. */
    static Connection connection(String role, String secret) throws SQLException {
        return DriverManager.getConnection(url(NAME), role, password(secret));
    }

    /** For what opens connections by itself. */
    public static DataSource ownerSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(url(NAME));
        source.setUser("hub_owner");
        source.setPassword(password("database-owner"));
        return source;
    }

    /** The server of a data folder lets its roles into one database only; tests have more than one. */
    static synchronized void admitToEveryDatabase() throws SQLException, IOException {
        Path rules = FOLDER.resolve("postgres/cluster/pg_hba.conf");
        String text = Files.readString(rules);
        String wide = text.replaceAll("(?m)^host +\\S+", "host all");
        if (wide.equals(text)) {
            return;
        }
        Files.writeString(rules, wide);
        try (Connection superuser = DATABASE.superuserConnection(); Statement statement = superuser.createStatement()) {
            statement.execute("select pg_reload_conf()");
        }
        Instant end = Instant.now().plusSeconds(60);
        while (true) {
            try (Connection _ = DriverManager.getConnection(url("template1"), "hub_app", password("database-app"))) {
                return;
            } catch (SQLException e) {
                if (Instant.now().isAfter(end)) {
                    throw e;
                }
            }
        }
    }

    public static Connection appConnection() throws SQLException {
        return connection("hub_app", "database-app");
    }

    public static Connection ownerConnection() throws SQLException {
        return connection("hub_owner", "database-owner");
    }

    public static OrgToken tokens() {
        try {
            return new OrgToken(1, Secrets.in(secrets()).get("database-token-key").hexBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An organization with a row in every table, written past row-level security. */
    public static UUID filledOrganization() throws SQLException {
        UUID org = UuidV7.next();
        runAsSuperuser("organization.sql", org);
        return org;
    }

    /** Runs a script of the tests for an organization, past row-level security. */
    public static void runAsSuperuser(String script, UUID org) throws SQLException {
        try (InputStream in = SharedDatabase.class.getResourceAsStream(script);
                Connection superuser = DATABASE.superuserConnection();
                Statement statement = superuser.createStatement()) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            statement.execute(text.replace("$ORG", org.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedDatabase start() {
        PreparedFolder.copyTo(FOLDER);
        try {
            // It waits for a test that changes rights, holding a lock that the test then needs.
            Files.writeString(FOLDER.resolve("postgres/cluster/postgresql.auto.conf"), "autovacuum = off\n",
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        EmbeddedDatabase database = EmbeddedDatabase.start(FOLDER);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            database.close();
            try {
                PostgresBinaries.deleteTree(FOLDER);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
        return database;
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("agenthub-db-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
