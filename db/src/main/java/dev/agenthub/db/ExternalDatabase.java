package dev.agenthub.db;

import dev.agenthub.db.connection.Database;
import dev.agenthub.db.connection.ServedDatabase;
import dev.agenthub.db.doctor.CheckResult;
import dev.agenthub.db.doctor.Doctor;
import dev.agenthub.db.doctor.ReleaseSteps;
import dev.agenthub.db.doctor.ServerCheck;
import dev.agenthub.db.failure.Failures;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.migration.Bootstrap;
import dev.agenthub.db.migration.SetupProgress;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.db.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database on a PostgreSQL server that somebody else runs: set up once by its administrator, then opened by any number of backends that
 * share a folder of secrets. Thread-safe.
 */
public final class ExternalDatabase implements AutoCloseable {
    /** Accepts a server on another machine without TLS that verifies its identity. */
    public static final String UNVERIFIED = DatabaseAddress.UNVERIFIED;

    /** The database that initdb makes, and where others are made from. */
    private static final String EVERY_SERVERS = "postgres";
    private static final String NO_DATABASE = "3D000";
    private static final String DATABASE_EXISTS = "42P04";

    private final ServedDatabase database;
    private final Optional<String> warning;

    private ExternalDatabase(ServedDatabase database, Optional<String> warning) {
        this.database = database;
        this.warning = warning;
    }

    /**
     * A database and its administrator.
     *
     * @param url      {@code jdbc:postgresql://host:port/name}, without user and password
     * @param admin    a superuser's name
     * @param folder   where the secrets are kept that the backends open it with
     * @param accepted risks that are taken: versions of PostgreSQL with known faults, such as 15.18, and {@link #UNVERIFIED}
     */
    public record Target(String url, String admin, SecretBytes password, Path folder, Set<String> accepted) {

        public Target {
            accepted = Set.copyOf(accepted);
        }

        private PGSimpleDataSource source() {
            return address().source(admin, password.text());
        }

        private DatabaseAddress address() {
            return new DatabaseAddress(url, accepted);
        }
    }

    /**
     * Sets the database up, or brings it up to date; creates it first if the server does not have it. An unsuitable server or database is
     * refused before anything is written to it.
     *
     * @throws StartupException with a stable code
     */
    public static SetupResult setUp(Target target, SetupProgress progress) {
        return attempt(target, () -> {
            progress.step("Checking the server");
            makeMissing(target, progress);
            List<CheckResult> repairs;
            try (Connection administrator = Failures.connect(target.source())) {
                new ServerCheck(administrator, target.accepted).requireUsable();
                repairs = new Doctor(administrator, target.accepted).repairs();
            }
            Secrets secrets = Secrets.in(target.folder);
            DatabaseSetup.drawMissing(secrets);
            SetupResult result = new DatabaseSetup((role, secret) -> target.address().source(role, secret.text()),
                    secrets).run(target.source(), target.accepted, progress);
            repairs.forEach(repair -> progress.mended(repair.subject() + ": " + repair.sentence()));
            return result;
        });
    }

    /** A new server has the database of its administrator only. */
    private static void makeMissing(Target target, SetupProgress progress) throws SQLException {
        PGSimpleDataSource source = target.source();
        String name = source.getDatabaseName();
        try (Connection _ = Failures.connect(source)) {
            return;
        } catch (SQLException e) {
            if (name == null || !NO_DATABASE.equals(e.getSQLState())) {
                throw e;
            }
        }
        source.setDatabaseName(EVERY_SERVERS);
        try (Connection administrator = Failures.connect(source);
                Statement statement = administrator.createStatement()) {
            new ServerCheck(administrator, target.accepted).requireRoomForAnother();
            progress.step("Making the database " + name);
            statement.execute("create database " + statement.enquoteIdentifier(name, true)
                    + " template template0 encoding 'UTF8'");
        } catch (SQLException e) {
            // Another setup was faster.
            if (!DATABASE_EXISTS.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /**
     * Examines server and database, and changes neither.
     *
     * @throws StartupException with a stable code, when it cannot be reached
     */
    public static List<CheckResult> examine(Target target) {
        return attempt(target, () -> {
            try (Connection administrator = Failures.connect(target.source())) {
                List<CheckResult> findings = new ArrayList<>(List.of(target.address().protection(administrator)));
                findings.addAll(new ServerCheck(administrator, target.accepted).examine());
                boolean readable = findings.stream()
                        .noneMatch(finding -> finding.code().equals("DATABASE_RIGHTS_MISSING"));
                if (readable) {
                    findings.addAll(new Doctor(administrator, target.accepted).examine());
                    if (ReleaseSteps.of(administrator).stands()) {
                        findings.addAll(secrets(target, administrator));
                    }
                }
                return findings;
            }
        });
    }

    /**
     * Replaces the keys that sign organization tokens; backends keep serving meanwhile.
     *
     * @param keep how long tokens under the replaced keys are still accepted: at least until every backend has read the new key
     * @throws StartupException with a stable code
     */
    public static void rotateKeys(Target target, Duration keep) {
        attempt(target, () -> {
            Secrets secrets = Secrets.in(target.folder);
            if (!DatabaseSetup.hasSecrets(secrets)) {
                throw noSecrets(target.folder);
            }
            try (Connection administrator = Failures.connect(target.source())) {
                new Bootstrap(administrator).rotateKeys(secrets, keep);
            }
            return true;
        });
    }

    /**
     * Opens a database that was set up.
     *
     * @param accepted risks that are taken, as in {@link Target}
     * @throws StartupException with a stable code: SECRETS_UNUSABLE where this folder is not the one that it was set up with, and as
     *                          {@link #setUp} would refuse
     */
    public static ExternalDatabase open(String url, Path folder, Set<String> accepted) {
        try {
            Secrets secrets = Secrets.in(folder);
            if (!DatabaseSetup.hasSecrets(secrets)) {
                throw noSecrets(folder);
            }
            DatabaseAddress address = new DatabaseAddress(url, accepted);
            DatabaseSetup setup = new DatabaseSetup((role, secret) -> address.source(role, secret.text()), secrets);
            setup.requireHealthy(accepted);
            return new ExternalDatabase(setup.open(), address.warning());
        } catch (IOException e) {
            throw Failures.of(e, "The folder of secrets " + folder + " cannot be used");
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /** What is not verified about the server, where {@link #UNVERIFIED} was accepted and is needed; empty otherwise. */
    public Optional<String> warning() {
        return warning;
    }

    public Database database() {
        return database.pool();
    }

    @Override
    public void close() {
        database.close();
    }

    @FunctionalInterface
    private interface Attempt<T> {
        T make() throws SQLException, IOException;
    }

    private static <T> T attempt(Target target, Attempt<T> attempt) {
        try {
            return attempt.make();
        } catch (IOException e) {
            throw Failures.of(e, "The folder of secrets " + target.folder + " cannot be used");
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("28")) {
                throw new StartupException("DATABASE_LOGIN_REFUSED",
                        "The database lets nobody in like that: " + Failures.said(e), e);
            }
            throw Failures.of(e);
        }
    }

    private static List<CheckResult> secrets(Target target, Connection administrator) throws SQLException, IOException {
        // To examine makes no folder.
        if (!Files.isDirectory(target.folder)) {
            return List.of(CheckResult.wrong("SECRETS_UNUSABLE", "secrets", "There is no folder " + target.folder + ".",
                    "Name the data folder that the database was set up with, or run agenthub migrate with this one."));
        }
        return new DatabaseSetup((role, secret) -> target.address().source(role, secret.text()),
                Secrets.in(target.folder))
                .tryOut(administrator);
    }

    private static StartupException noSecrets(Path folder) {
        return new StartupException("SECRETS_UNUSABLE", "The folder " + folder
                + " does not hold the secrets of this database: run agenthub migrate with this data folder.");
    }
}
