package dev.agenthub.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bringing up and examining a PostgreSQL of somebody else's: what suits, and what is refused before anything is written. */
class ServerCheckTest {
    @TempDir
    static Path folder;

    private static OwnDatabase server;
    private static String url;
    private static String password;
    private static String version;

    @BeforeAll
    static void start() throws Exception {
        server = OwnDatabase.create(folder.resolve("secrets"));
        url = server.url();
        password = SharedDatabase.password("database-admin");
        try (Connection connection = server.superuserConnection()) {
            version = ServerVersion.of(connection).toString();
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ExternalDatabase.Target target(String admin, String password, Set<String> accepted) {
        return new ExternalDatabase.Target(url, admin, new Password(password), folder.resolve("secrets"), accepted);
    }

    private static ExternalDatabase.Target accepted() {
        return target(PostgresServer.SUPERUSER, password, Set.of(version));
    }

    @Test
    void knowsWhichReleasesHaveTheFixes() {
        assertThat(List.of(new ServerVersion(15, 19), new ServerVersion(16, 15), new ServerVersion(17, 11),
                new ServerVersion(18, 6)))
                .allMatch(ServerVersion::isFaulty);
        assertThat(List.of(new ServerVersion(15, 20), new ServerVersion(16, 16), new ServerVersion(17, 12),
                new ServerVersion(18, 7)))
                .noneMatch(ServerVersion::isFaulty).allMatch(ServerVersion::isSupported);
        assertThat(List.of(new ServerVersion(14, 30), new ServerVersion(19, 1))).noneMatch(ServerVersion::isSupported);
    }

    @Test
    void aFaultyServerIsRefusedUnlessItIsAcceptedByName() throws SQLException {
        for (Set<String> others : List.of(Set.<String>of(), Set.of("all"), Set.of("18"), Set.of("18.5"))) {
            assertThatThrownBy(() -> ExternalDatabase.setUp(target(PostgresServer.SUPERUSER, password, others)))
                    .isInstanceOfSatisfying(StartupException.class,
                            e -> assertThat(e.code()).isEqualTo("DATABASE_SERVER_FAULTY"))
                    .hasMessageContaining("--accept-server-version " + version);
        }
        ExternalDatabase.setUp(accepted());
    }

    @Test
    void whoeverIsNoSuperuserIsRefusedAndTheirPasswordIsNotShown() throws Exception {
        String owner = SharedDatabase.password("database-owner");
        assertThatThrownBy(() -> ExternalDatabase.setUp(target("hub_owner", owner, Set.of(version))))
                .isInstanceOfSatisfying(StartupException.class,
                        e -> assertThat(e.code()).isEqualTo("DATABASE_RIGHTS_MISSING"));
        assertThatThrownBy(
                () -> ExternalDatabase.setUp(target(PostgresServer.SUPERUSER, "guessed-password", Set.of(version))))
                .isInstanceOfSatisfying(StartupException.class,
                        e -> assertThat(e.code()).isEqualTo("DATABASE_LOGIN_REFUSED"))
                .hasMessageNotContaining("guessed-password");
        assertThat(target("x", "guessed-password", Set.of()).toString()).doesNotContain("guessed-password");
    }

    @Test
    void saysWhatToGrantToWhoeverMayNotConnect() throws SQLException {
        String owner = SharedDatabase.password("database-owner");
        String app = SharedDatabase.password("database-app");
        try (Connection superuser = server.superuserConnection(); Statement statement = superuser.createStatement()) {
            String database = superuser.getCatalog();
            statement.execute("revoke connect on database " + database + " from hub_owner, hub_app");
            assertThatThrownBy(() -> ExternalDatabase.examine(target("hub_owner", owner, Set.of(version))))
                    .isInstanceOfSatisfying(StartupException.class,
                            e -> assertThat(e.code()).isEqualTo("DATABASE_RIGHTS_MISSING"))
                    .hasMessageContaining("grant connect on database \"" + database + "\" to \"hub_owner\"");
            assertThatThrownBy(() -> ExternalDatabase.open(url, folder.resolve("secrets")))
                    .isInstanceOfSatisfying(StartupException.class,
                            e -> assertThat(e.code()).isEqualTo("DATABASE_RIGHTS_MISSING"))
                    .hasMessageContaining("to \"hub_app\"").hasMessageNotContaining(app);
        }
        ExternalDatabase.setUp(accepted());
        ExternalDatabase.open(url, folder.resolve("secrets")).close();
    }

    @Test
    void saysInOneLineWhyAMigrationFailed() throws SQLException {
        try (Connection superuser = server.superuserConnection(); Statement statement = superuser.createStatement()) {
            statement.execute("create temporary table kept as select * from migration.history where version = '007'");
            statement.execute("delete from migration.history where version = '007'");
            assertThatThrownBy(() -> ExternalDatabase.setUp(accepted()))
                    .isInstanceOfSatisfying(StartupException.class,
                            e -> assertThat(e.code()).isEqualTo("DATABASE_MIGRATION_FAILED"))
                    .message()
                    .isEqualTo("The database could not be brought up to date: V007__checkpoints_and_leases.sql"
                            + " failed at line 4: relation \"checkpoint\" already exists");
            statement.execute("insert into migration.history select * from kept");
        }
    }

    @Test
    void saysEachStepOfASetup() {
        List<String> steps = new ArrayList<>();
        SetupResult result = ExternalDatabase.setUp(accepted(), new SetupProgress() {
            @Override
            public void step(String sentence) {
                steps.add(sentence);
            }

            @Override
            public void mended(String sentence) {
                steps.add("mended: " + sentence);
            }
        });
        assertThat(steps).containsExactly("Checking the server", "Setting up roles and guard: no script is due",
                "Applying migrations: none is due", "Examining the database");
        assertThat(result).isEqualTo(new SetupResult(List.of(), List.of()));
    }

    @Test
    void theDoctorFindsAHealthyDatabaseFine() {
        assertThat(verdicts(ExternalDatabase.examine(accepted()))).doesNotContain("WRONG")
                .contains("NOTICE server version", "FINE organizations", "FINE release", "FINE keys");
        assertThat(verdicts(ExternalDatabase.examine(target(PostgresServer.SUPERUSER, password, Set.of()))))
                .contains("WRONG server version");
    }

    @Test
    void theDoctorNamesWhatIsWrongAndWhatToDo() throws SQLException {
        List<String> breakages = List.of("alter role hub_app bypassrls", "alter role hub_app set search_path = audit",
                "grant execute on function pg_advisory_lock(bigint) to hub_app",
                "grant usage on language plpgsql to hub_app",
                "grant set on parameter session_replication_role to hub_app", "alter schema hub owner to hub_owner",
                "grant hub_owner to hub_app", "alter table sec.pending_check disable trigger at_commit",
                "alter event trigger migration_guard_sample disable",
                "grant execute on function sec.pad(bytea, int) to public",
                "alter function audit.append(bytea[]) set search_path = hub",
                "grant select on sec.mac_key to hub_owner");
        List<String> repairs = List.of("alter role hub_app nobypassrls",
                "alter role hub_app set search_path = pg_catalog, hub",
                "revoke execute on function pg_advisory_lock(bigint) from hub_app",
                "revoke usage on language plpgsql from hub_app",
                "revoke set on parameter session_replication_role from hub_app",
                "alter schema hub owner to hub_guard; grant usage, create on schema hub to hub_owner",
                "revoke hub_owner from hub_app", "alter table sec.pending_check enable trigger at_commit",
                "alter event trigger migration_guard_sample enable",
                "revoke execute on function sec.pad(bytea, int) from public",
                "alter function audit.append(bytea[]) set search_path = pg_catalog, pg_temp",
                "revoke select on sec.mac_key from hub_owner");
        try (Connection superuser = server.superuserConnection(); Statement statement = superuser.createStatement()) {
            for (int i = 0; i < breakages.size(); i++) {
                // As somebody who means ill: the guard is told to look away.
                statement.execute("set session_replication_role = replica");
                statement.execute(breakages.get(i));
                assertThat(ExternalDatabase.examine(accepted())).as(breakages.get(i))
                        .filteredOn(finding -> finding.verdict() == Finding.Verdict.WRONG).isNotEmpty()
                        .allSatisfy(finding -> assertThat(finding.remedy()).isNotEmpty());
                statement.execute(repairs.get(i));
                assertThat(verdicts(ExternalDatabase.examine(accepted()))).as(repairs.get(i)).doesNotContain("WRONG");
            }
        }
    }

    /** Their locks would outlive the session that an injected statement took them in. */
    @Test
    void aServerThatKeepsPreparedTransactionsIsRefused() throws Exception {
        Path data = folder.resolve("prepared-transactions");
        PreparedFolder.copyTo(data);
        Files.writeString(data.resolve("postgres/cluster/postgresql.auto.conf"), "max_prepared_transactions = 5\n",
                StandardOpenOption.APPEND);
        try (EmbeddedDatabase other = EmbeddedDatabase.start(data);
                Connection administrator = other.superuserConnection()) {
            assertThat(verdicts(new ServerCheck(administrator, Set.of(version)).examine()))
                    .contains("WRONG prepared transactions");
        }
    }

    @Test
    void aDatabaseThatIsNotEmptyOrNotOursIsRefusedUntouched() throws SQLException {
        String ours = url;
        url = SharedDatabase.url("postgres");
        try (Connection superuser = java.sql.DriverManager.getConnection(url, PostgresServer.SUPERUSER, password);
                Statement statement = superuser.createStatement()) {
            assertThat(verdicts(ExternalDatabase.examine(accepted()))).contains("WRONG database");
            assertRefused("DATABASE_NOT_EMPTY", "has the roles hub_app, hub_guard, hub_owner already");
            statement.execute("create table public.somebodys (id int)");
            assertRefused("DATABASE_NOT_EMPTY", "schema public");
            statement.execute("create schema hub");
            assertRefused("DATABASE_NOT_EMPTY", "schemas of other origin: hub");
            statement.execute("drop schema hub; drop table public.somebodys");
        } finally {
            url = ours;
        }
    }

    @Test
    void aDatabaseOfAnotherReleaseIsRefusedAndNothingOfItChanges() throws SQLException {
        try (Connection superuser = server.superuserConnection(); Statement statement = superuser.createStatement()) {
            statement.execute(
                    "insert into migration.history select installed_rank + 100, '900', 'later', 'SQL', 'V900__later.sql', 1,"
                            + " installed_by, now(), 1, true from migration.history where version = '001'");
            assertThat(verdicts(ExternalDatabase.examine(accepted()))).contains("WRONG release");
            assertRefused("DATABASE_MIGRATION_FAILED", "900");
            statement.execute("delete from migration.history where version = '900'");

            statement.execute("insert into sec.bootstrap_script (name, digest) values ('B900__later.sql', 'x')");
            assertThat(verdicts(ExternalDatabase.examine(accepted()))).contains("WRONG release");
            assertRefused("DATABASE_MIGRATION_FAILED", "B900__later.sql");
            statement.execute("delete from sec.bootstrap_script where name = 'B900__later.sql'");
        }
        ExternalDatabase.setUp(accepted());
        assertThat(verdicts(ExternalDatabase.examine(accepted()))).doesNotContain("WRONG");
    }

    @Test
    void keysAreRotatedByItsAdministrator() {
        ExternalDatabase.rotateKeys(accepted(), Duration.ofMinutes(5));
        assertThat(server.database().organizations().all()).isNotNull();
    }

    private static void assertRefused(String code, String why) {
        assertThatThrownBy(() -> ExternalDatabase.setUp(accepted())).hasMessageContaining(why)
                .isInstanceOfSatisfying(StartupException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    /** Verdict and subject of each, and the bare verdict once more. */
    private static List<String> verdicts(List<Finding> findings) {
        List<String> verdicts = new ArrayList<>();
        for (Finding finding : findings) {
            verdicts.add(finding.verdict().name());
            verdicts.add(finding.verdict() + " " + finding.subject());
        }
        return verdicts;
    }
}
