package dev.agenthub.db;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.UUID;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;

/** The one embedded database of a test JVM; its folder goes when the JVM does. */
final class SharedDatabase {
    private static final Path FOLDER = temporaryFolder();
    private static final EmbeddedDatabase DATABASE = start();

    private SharedDatabase() {}

    static EmbeddedDatabase get() {
        return DATABASE;
    }

    static Path folder() {
        return FOLDER;
    }

    /** As the role that the application or the migrations connect as, past the pool. */
    static Connection connection(String role, String secret) throws SQLException {
        try {
            String password = Files.readString(FOLDER.resolve("secrets").resolve(secret)).strip();
            return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + DATABASE.port() + "/agenthub", role,
                    password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For what opens connections by itself. */
    static DataSource ownerSource() {
        try {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setURL("jdbc:postgresql://127.0.0.1:" + DATABASE.port() + "/agenthub");
            source.setUser("hub_owner");
            source.setPassword(Files.readString(FOLDER.resolve("secrets").resolve("database-owner")).strip());
            return source;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Connection appConnection() throws SQLException {
        return connection("hub_app", "database-app");
    }

    static Connection ownerConnection() throws SQLException {
        return connection("hub_owner", "database-owner");
    }

    static OrgToken tokens() {
        try {
            return new OrgToken(1, Secrets.in(FOLDER.resolve("secrets")).get("database-token-key").bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An organization with a row in every table, written past row-level security. */
    static UUID filledOrganization() throws SQLException {
        UUID org = UuidV7.next();
        runAsSuperuser("organization.sql", org);
        return org;
    }

    /** Runs a script of the tests for an organization, past row-level security. */
    static void runAsSuperuser(String script, UUID org) throws SQLException {
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
