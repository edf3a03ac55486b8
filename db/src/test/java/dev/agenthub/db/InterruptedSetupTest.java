package dev.agenthub.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agenthub.db.doctor.CheckResult;
import dev.agenthub.db.doctor.ReleaseSteps;
import dev.agenthub.db.doctor.ServerVersion;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.migration.Bootstrap;
import dev.agenthub.db.migration.Migrations;
import dev.agenthub.db.migration.SetupProgress;
import dev.agenthub.db.postgres.PostgresBinaries;
import dev.agenthub.db.postgres.PostgresServer;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.db.secret.Secrets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A setup that is cut short, at a moment at which it waits for a lock of the test's:
 * nothing serves what it left, and the next one finishes.
 */
@Timeout(240)
class InterruptedSetupTest {
    private static final String SET_UP = "The setup has ended before it waited for anything.";

    @TempDir
    static Path folder;

    @TempDir
    Path migrations;

    private static PostgresServer server;
    private static String password;

    @BeforeAll
    static void start() throws Exception {
        Path data = folder.resolve("data");
        PreparedFolder.copyTo(data);
        password = Files.readString(data.resolve("secrets/database-admin")).strip();
        server = PostgresServer.start(data, PostgresBinaries.unpacked(), data.resolve("secrets/database-admin"));
        try (Connection superuser = superuser("postgres"); Statement statement = superuser.createStatement()) {
            statement.execute("drop database agenthub_template");
        }
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    /** A server on which AgentHub never was. */
    @BeforeEach
    void forget() throws SQLException {
        try (Connection superuser = superuser("postgres"); Statement statement = superuser.createStatement()) {
            statement.execute("drop database if exists agenthub with (force)");
            // What was granted to it of the server's.
            statement.execute(
                    "do $$ begin if to_regrole('hub_guard') is not null then drop owned by hub_guard; end if; end $$");
            statement.execute("drop role if exists hub_app, hub_owner, hub_guard");
            statement.execute("create database agenthub");
        }
    }

    @Test
    void aSessionOfTheAdministratorThatIsEndedLeavesNothing() throws SQLException {
        try (Connection blocker = blocking("create schema audit")) {
            CompletableFuture<Void> setUp = CompletableFuture.runAsync(InterruptedSetupTest::setUp);
            endSession(awaitWaiting(PostgresServer.SUPERUSER, setUp));
            assertMigrationFailed(setUp, "B001__roles_and_schemas.sql");
            blocker.rollback();
        }
        assertThat(one("select count(*) from pg_namespace where nspname in ('sec', 'audit', 'hub', 'migration')"))
                .isEqualTo("0");
        assertRefused("SECRETS_UNUSABLE");
        setUp();
        assertServes();
    }

    @Test
    void aSessionOfTheOwnerThatIsEndedLeavesNoMigration() throws Exception {
        setUpWithoutMigrations();
        try (Connection blocker = blocking("create table hub.member (id int)")) {
            CompletableFuture<Void> setUp = CompletableFuture.runAsync(InterruptedSetupTest::setUp);
            endSession(awaitWaiting("hub_owner", setUp));
            assertMigrationFailed(setUp, "V001__organizations_and_members.sql");
            blocker.rollback();
        }
        assertThat(one("select count(*) from pg_class where relnamespace = 'hub'::regnamespace")).isEqualTo("0");
        assertRefused("DATABASE_NOT_SET_UP");
        setUp();
        assertServes();
    }

    @Test
    void aProgramThatIsKilledLeavesNoMigration() throws Exception {
        setUpWithoutMigrations();
        try (Connection blocker = blocking("create table hub.member (id int)")) {
            Process program = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
                    System.getProperty("java.class.path"), Migrating.class.getName(), url(), password,
                    secrets().toString())
                    .redirectErrorStream(true).redirectOutput(folder.resolve("migrating.log").toFile()).start();
            int pid = awaitWaiting("hub_owner", program.onExit());
            assertThat(program.destroyForcibly().waitFor()).isNotZero();
            assertRefused("DATABASE_NOT_SET_UP");
            blocker.rollback();
            await().atMost(Duration.ofSeconds(60)).until(
                    () -> one("select count(*) from pg_stat_activity where pid = " + pid).equals("0"));
        }
        assertThat(one("select count(*) from pg_class where relnamespace = 'hub'::regnamespace")).isEqualTo("0");
        assertRefused("DATABASE_NOT_SET_UP");
        setUp();
        assertServes();
    }

    /** A program that migrates. */
    static final class Migrating {
        private Migrating() {}

        static void main(String[] arguments) {
            OwnDatabase.setUp(target(arguments[0], arguments[1], Path.of(arguments[2])));
        }
    }

    @Test
    void aScriptThatFailsTakesThoseBeforeItAlongAndIsAppliedOnceMended() throws Exception {
        setUp();
        Files.writeString(migrations.resolve("V998__good.sql"), """
                create table hub.extra (org_id uuid not null, id uuid not null, primary key (org_id, id));
                call sec.protect('hub.extra', 'select, insert');
                """);
        Path bad = migrations.resolve("V999__bad.sql");
        Files.writeString(bad, """
                -- Two statements of which the second fails.
                alter table hub.extra add column note text;

                alter table hub.extra add column note text;
                """);
        String before = one("select string_agg(version, ',' order by installed_rank) from migration.history");
        assertThatThrownBy(this::migrate)
                .isInstanceOfSatisfying(StartupException.class,
                        e -> assertThat(e.code()).isEqualTo("DATABASE_MIGRATION_FAILED"))
                .hasMessage("The database could not be brought up to date: V999__bad.sql failed at line 4: "
                        + "column \"note\" of relation \"extra\" already exists");
        assertThat(one("select to_regclass('hub.extra') is null")).isEqualTo("t");
        assertThat(one("select string_agg(version, ',' order by installed_rank) from migration.history"))
                .isEqualTo(before);
        assertServes();

        Files.writeString(bad, "alter table hub.extra add column note text;");
        assertThat(migrate()).containsExactly("good", "bad");
        assertThat(one("select string_agg(version, ',' order by installed_rank) from migration.history"))
                .isEqualTo(before + ",998,999");
        assertThat(one("select count(*) from sec.violation")).isEqualTo("0");
    }

    /** Roles belong to the server and outlive a database that is dropped. */
    @Test
    void whatADroppedDatabaseLeftCanBeRemovedAsTheDoctorSays() throws SQLException {
        setUp();
        try (Connection superuser = superuser("postgres"); Statement statement = superuser.createStatement()) {
            assertRefusedRoom(target(url().replaceFirst("agenthub$", "postgres"), password, secrets()),
                    "of the database agenthub.", "");
            statement.execute("drop database agenthub with (force)");
            statement.execute("create database agenthub");
        }
        String sql = assertRefusedRoom(target(url(), password, secrets()), "of a database that is gone",
                "drop owned by");
        try (Connection superuser = superuser("agenthub"); Statement statement = superuser.createStatement()) {
            statement.execute(sql);
        }
        setUp();
        assertServes();
    }

    /** Setup and doctor say the same; returns what the doctor would run. */
    private static String assertRefusedRoom(ExternalDatabase.Target target, String sentence, String sql) {
        CheckResult finding = ExternalDatabase.examine(target).stream()
                .filter(result -> result.subject().equals("database")).findAny().orElseThrow();
        assertThat(finding.code()).isEqualTo("DATABASE_NOT_EMPTY");
        assertThat(finding.sentence()).contains(sentence);
        assertThat(finding.sql()).startsWith(sql);
        assertThatThrownBy(() -> OwnDatabase.setUp(target)).isInstanceOf(StartupException.class)
                .hasMessageContaining(finding.sentence()).hasMessageContaining(finding.remedy());
        return finding.sql();
    }

    @Test
    void aDatabaseOfAnotherReleaseIsNotServed() throws SQLException {
        setUp();
        try (Connection superuser = superuser("agenthub"); Statement statement = superuser.createStatement()) {
            statement.execute("update sec.setup set release = 'another'");
        }
        assertRefused("DATABASE_VERSION_MISMATCH");
        setUp();
        assertServes();
    }

    @Test
    void aServerWithoutTheDatabaseGetsItOnceTheServerSuits() throws SQLException {
        try (Connection superuser = superuser("postgres"); Statement statement = superuser.createStatement()) {
            statement.execute("drop database agenthub");
            ExternalDatabase.Target unaccepted = new ExternalDatabase.Target(url(), PostgresServer.SUPERUSER,
                    SecretBytes.ofText(password), secrets(), Set.of());
            assertThatThrownBy(() -> OwnDatabase.setUp(unaccepted)).isInstanceOfSatisfying(StartupException.class,
                    e -> assertThat(e.code()).isEqualTo("DATABASE_SERVER_FAULTY"));
            statement.execute("create role hub_app");
            assertThatThrownBy(InterruptedSetupTest::setUp).isInstanceOfSatisfying(StartupException.class,
                    e -> assertThat(e.code()).isEqualTo("DATABASE_NOT_EMPTY"));
            statement.execute("drop role hub_app");
            try (ResultSet database = statement
                    .executeQuery("select from pg_database where datname = 'agenthub'")) {
                assertThat(database.next()).isFalse();
            }
        }

        setUp();

        assertThat(one("select current_setting('server_encoding')")).isEqualTo("UTF8");
        assertServes();
    }

    @Test
    void theMigrationsAreThoseThatOpeningKnowsOf() throws SQLException {
        setUp();
        assertThat(
                one("select string_agg(script, ' ' order by version) from migration.history where version is not null"))
                .isEqualTo(String.join(" ", Migrations.SCRIPTS));
    }

    private List<String> migrate() throws Exception {
        PGSimpleDataSource owner = new PGSimpleDataSource();
        owner.setURL(url());
        owner.setUser("hub_owner");
        owner.setPassword(Secrets.in(secrets()).get("database-owner").text());
        return Migrations.run(owner, new Silent(), "classpath:dev/agenthub/db/migration", "filesystem:" + migrations);
    }

    private static final class Silent implements SetupProgress {
        @Override
        public void step(String sentence) {}

        @Override
        public void mended(String sentence) {}
    }

    private static void setUp() {
        OwnDatabase.setUp(target(url(), password, secrets()));
    }

    /** What a setup has done when its migrations begin. */
    private static void setUpWithoutMigrations() throws Exception {
        Secrets secrets = Secrets.in(secrets());
        DatabaseSetup.drawMissing(secrets);
        try (Connection superuser = superuser("agenthub")) {
            Bootstrap bootstrap = new Bootstrap(superuser);
            bootstrap.apply(ReleaseSteps.of(superuser).scripts());
            bootstrap.renewSettings(new Silent());
            bootstrap.setPassword("hub_app", secrets.get("database-app"));
        }
    }

    private static ExternalDatabase.Target target(String url, String password, Path secrets) {
        // The version of the tests' server, which may be one with known faults.
        try (Connection superuser = DriverManager.getConnection(url.replaceFirst("[^/]*$", "postgres"),
                PostgresServer.SUPERUSER, password)) {
            return new ExternalDatabase.Target(url, PostgresServer.SUPERUSER, SecretBytes.ofText(password), secrets,
                    Set.of(ServerVersion.of(superuser).toString()));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertServes() {
        try (ExternalDatabase opened = ExternalDatabase.open(url(), secrets(), OwnDatabase.accepted())) {
            assertThat(opened.database().organizations().create("Served", "test")).isNotNull();
        }
    }

    private static void assertRefused(String code) {
        ThrowingCallable open = () -> ExternalDatabase.open(url(), secrets(), OwnDatabase.accepted());
        assertThatThrownBy(open).hasMessageContaining("agenthub migrate").isInstanceOfSatisfying(
                StartupException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }

    private static void assertMigrationFailed(CompletableFuture<Void> setUp, String script) {
        assertThatThrownBy(setUp::join).isInstanceOf(CompletionException.class).cause()
                .isInstanceOfSatisfying(StartupException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo("DATABASE_MIGRATION_FAILED"))
                .hasMessageContaining(script).hasMessageContaining("terminating connection");
    }

    /** Another session that has begun to make what a script will make. */
    private static Connection blocking(String sql) throws SQLException {
        Connection blocker = superuser("agenthub");
        blocker.setAutoCommit(false);
        try (Statement statement = blocker.createStatement()) {
            statement.execute(sql);
        }
        return blocker;
    }

    /** The session of the role that waits for a lock of a transaction, which it does for nobody but the test. */
    private static int awaitWaiting(String role, CompletableFuture<?> setUp) {
        String waiting = "select max(pid) from pg_stat_activity where wait_event_type = 'Lock' and usename = '" + role
                + "'";
        return Integer.parseInt(await().atMost(Duration.ofSeconds(60)).until(() -> {
            assertThat(setUp).as(SET_UP).isNotDone();
            return one(waiting);
        }, pid -> !pid.isEmpty()));
    }

    private static void endSession(int pid) throws SQLException {
        assertThat(one("select pg_terminate_backend(" + pid + ")")).isEqualTo("t");
    }

    private static String one(String sql) throws SQLException {
        try (Connection superuser = superuser("agenthub");
                Statement statement = superuser.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getString(1) != null ? row.getString(1) : "";
        }
    }

    private static Path secrets() {
        return folder.resolve("secrets");
    }

    private static String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.port() + "/agenthub";
    }

    private static Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database,
                PostgresServer.SUPERUSER, password);
    }
}
