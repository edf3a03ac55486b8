package dev.agenthub.db.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.DatabaseSetup;
import dev.agenthub.db.ExternalDatabase;
import dev.agenthub.db.OwnDatabase;
import dev.agenthub.db.SetupResult;
import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.Thorough;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.migration.SetupProgress;
import dev.agenthub.db.postgres.PostgresServer;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.db.secret.Secrets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
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
    private static final String MIX_UP_POLICIES = """
            update sec.guarded_table set policies = (select policies from sec.guarded_table where relid = 'hub.lease'::regclass)
             where relid = 'hub.member'::regclass""";
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
        return new ExternalDatabase.Target(url, admin, SecretBytes.ofText(password), folder.resolve("secrets"),
                accepted);
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
            assertThatThrownBy(() -> OwnDatabase.setUp(target(PostgresServer.SUPERUSER, password, others)))
                    .isInstanceOfSatisfying(StartupException.class,
                            e -> assertThat(e.code()).isEqualTo("DATABASE_SERVER_FAULTY"))
                    .hasMessageContaining("--accept-server-version " + version);
        }
        OwnDatabase.setUp(accepted());
    }

    @Test
    void whoeverIsNoSuperuserIsRefusedAndTheirPasswordIsNotShown() throws Exception {
        String owner = SharedDatabase.password("database-owner");
        assertThatThrownBy(() -> OwnDatabase.setUp(target("hub_owner", owner, Set.of(version))))
                .isInstanceOfSatisfying(StartupException.class,
                        e -> assertThat(e.code()).isEqualTo("DATABASE_RIGHTS_MISSING"));
        assertThatThrownBy(
                () -> OwnDatabase.setUp(target(PostgresServer.SUPERUSER, "guessed-password", Set.of(version))))
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
            assertThatThrownBy(() -> ExternalDatabase.open(url, folder.resolve("secrets"), Set.of(version)))
                    .isInstanceOfSatisfying(StartupException.class,
                            e -> assertThat(e.code()).isEqualTo("DATABASE_RIGHTS_MISSING"))
                    .hasMessageContaining("to \"hub_app\"").hasMessageNotContaining(app);
        }
        OwnDatabase.setUp(accepted());
        ExternalDatabase.open(url, folder.resolve("secrets"), Set.of(version)).close();
    }

    @Test
    void saysEachStepOfASetupAndWhatItMended() throws SQLException {
        String[] silent = {"Checking the server", "Setting up roles and guard: no script is due",
                "Applying migrations: none is due", "Examining the database"};
        assertThat(stepsOfASetup()).containsExactly(silent);
        try (Connection superuser = server.superuserConnection(); Statement statement = superuser.createStatement()) {
            // What a dump does not carry.
            statement.execute("set session_replication_role = replica");
            statement.execute(
                    "update pg_proc set procost = 1 where oid = 'pg_catalog.uuid_eq(uuid, uuid)'::regprocedure");
            statement.execute("grant temporary on database " + superuser.getCatalog() + " to public");
            statement.execute("alter database " + superuser.getCatalog() + " reset enable_bitmapscan");
        }
        List<String> steps = stepsOfASetup();
        assertThat(steps).startsWith(silent).hasSize(silent.length + 4)
                .anyMatch(step -> step.startsWith("mended: pg_catalog.uuid_eq: costs something"))
                .contains("mended: role hub_app: may create in the database",
                        "mended: role hub_owner: may create in the database")
                .anyMatch(step -> step.startsWith("mended: query plans: Bitmap scans are on"));
        assertThat(stepsOfASetup()).containsExactly(silent);
        // What an injected statement can do to the role that it runs as, and whoever administers the database.
        try (Connection superuser = server.superuserConnection(); Statement statement = superuser.createStatement()) {
            statement.execute("alter role hub_app set work_mem = '8MB'");
            statement.execute("alter role hub_app password 'another'");
            statement.execute("revoke connect on database " + superuser.getCatalog() + " from hub_owner");
        }
        assertThat(stepsOfASetup()).filteredOn(step -> step.startsWith("mended: ")).containsExactly(
                "mended: role hub_app had the setting work_mem of its own, which is taken back",
                "mended: role hub_owner could not connect to the database, which is taken back",
                "mended: role hub_app had not the data folder's password, which is set again");
        assertThat(stepsOfASetup()).containsExactly(silent);
    }

    private static List<String> stepsOfASetup() {
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
        assertThat(result).isEqualTo(new SetupResult(List.of(), List.of()));
        return steps;
    }

    @Test
    void theDoctorFindsAHealthyDatabaseFine() {
        assertThat(verdicts(ExternalDatabase.examine(accepted()))).doesNotContain("WRONG")
                .contains("NOTICE server version", "FINE organizations", "FINE release", "FINE keys");
        assertThat(verdicts(ExternalDatabase.examine(target(PostgresServer.SUPERUSER, password, Set.of()))))
                .contains("WRONG server version");
    }

    /** Each is found, refused to whoever serves, and mended by the statement that stands beside it. */
    @Test
    void theDoctorNamesWhatIsWrongAndTheStatementThatMendsIt() throws SQLException {
        try (Connection superuser = server.superuserConnection(); Statement statement = superuser.createStatement()) {
            List<String> breakages = List.of("alter role hub_app bypassrls",
                    "alter role hub_owner in database " + superuser.getCatalog() + " set work_mem = '1GB'",
                    "grant execute on function pg_advisory_lock(bigint) to hub_app",
                    "grant usage on language plpgsql to hub_app",
                    "grant set on parameter session_replication_role to hub_app",
                    "alter schema hub owner to hub_owner",
                    "grant hub_owner to hub_app", "alter table sec.pending_check disable trigger at_commit",
                    "alter table audit.event disable trigger append_only",
                    "alter table hub.member no force row level security",
                    "grant update (name) on hub.member to public",
                    "grant temporary on database " + superuser.getCatalog() + " to public",
                    "alter default privileges for role hub_owner in schema hub grant select on tables to public",
                    "update pg_proc set procost = 1 where oid = 'pg_catalog.uuid_eq(uuid, uuid)'::regprocedure",
                    "alter event trigger migration_guard_sample disable",
                    "grant execute on function sec.pad(bytea, int) to public",
                    "alter function audit.append(bytea[]) set search_path = hub",
                    "grant select on sec.mac_key to hub_owner");
            for (int i = 0; i < breakages.size(); i += Thorough.ON ? 1 : 4) {
                String breakage = breakages.get(i);
                // As somebody who means ill: the guard is told to look away.
                statement.execute("set session_replication_role = replica");
                statement.execute(breakage);
                assertServeRefused("DATABASE_UNSAFE", "does not keep organizations apart");
                List<CheckResult> wrong = ExternalDatabase.examine(accepted()).stream()
                        .filter(finding -> finding.severity() == CheckResult.Severity.WRONG).toList();
                assertThat(wrong).as(breakage).isNotEmpty()
                        .allSatisfy(finding -> assertThat(finding.remedy()).isNotEmpty());
                for (CheckResult finding : wrong) {
                    try (ResultSet shown = statement.executeQuery(finding.sql().lines().toList().getFirst())) {
                        assertThat(shown.next()).as(finding.sql()).isTrue();
                    }
                }
                for (String mend : wrong.stream().flatMap(finding -> finding.sql().lines().skip(1)).toList()) {
                    statement.execute(mend);
                }
                assertThat(verdicts(ExternalDatabase.examine(accepted()))).as(breakage).doesNotContain("WRONG");
            }
        }
        OwnDatabase.setUp(accepted());
    }

    @Test
    void whatMigrateWouldRefuseIsNotServed() throws SQLException {
        assertThatThrownBy(() -> ExternalDatabase.open(url, folder.resolve("secrets"), Set.of("15.1")))
                .isInstanceOfSatisfying(StartupException.class,
                        e -> assertThat(e.code()).isEqualTo("DATABASE_SERVER_FAULTY"))
                .hasMessageContaining("--accept-server-version " + version);
        try (Connection superuser = server.superuserConnection(); Statement statement = superuser.createStatement()) {
            statement.execute("alter database " + superuser.getCatalog() + " set synchronous_commit = off");
            assertServeRefused("DATABASE_SERVER_UNSUPPORTED", "synchronous_commit = off");
            statement.execute("alter database " + superuser.getCatalog() + " reset synchronous_commit");

            statement.execute("create temporary table kept as select * from migration.history where version = '007'");
            statement.execute("delete from migration.history where version = '007'");
            assertServeRefused("DATABASE_NOT_SET_UP",
                    "1 step of this release still due: V007__checkpoints_and_leases.sql");
            statement.execute("insert into migration.history select * from kept");

            statement.execute("insert into sec.bootstrap_script (name, digest) values ('B900__later.sql', 'x')");
            assertServeRefused("DATABASE_VERSION_MISMATCH", "B900__later.sql");
            statement.execute("delete from sec.bootstrap_script where name = 'B900__later.sql'");
        }
        String ours = url;
        url = SharedDatabase.url("postgres");
        try {
            assertServeRefused("DATABASE_NOT_SET_UP", "Run agenthub migrate.");
        } finally {
            url = ours;
        }
        ExternalDatabase.open(url, folder.resolve("secrets"), Set.of(version)).close();
    }

    @Test
    void theDoctorTriesTheSecretsAtHand() throws Exception {
        assertThat(verdicts(ExternalDatabase.examine(accepted()))).contains("FINE hub_app's login",
                "FINE hub_owner's login", "FINE token key");

        Path elsewhere = folder.resolve("elsewhere/secrets");
        ExternalDatabase.Target other = new ExternalDatabase.Target(url, PostgresServer.SUPERUSER,
                SecretBytes.ofText(password),
                elsewhere, Set.of(version));
        assertThat(verdicts(ExternalDatabase.examine(other))).contains("WRONG secrets");
        assertThat(elsewhere).doesNotExist();

        DatabaseSetup.drawMissing(Secrets.in(elsewhere));
        assertThat(verdicts(ExternalDatabase.examine(other))).contains("WRONG hub_app's login",
                "WRONG hub_owner's login", "WRONG token key");
    }

    /**
     * What pg_dump and pg_restore leave, made by hand: the server's programs that come with the build have neither, and those
     * of the machine that builds, if there are any, read databases of one release only. A dump carries no right on the database
     * and no setting of it, no password, no cost of PostgreSQL's functions; the roles are those of the other server; and what
     * the guard wrote down may be in the numbers and the words of another one, so that it takes any statement for an attack.
     */
    @Test
    void migrateMakesARestoredDatabaseFitToServe() throws SQLException {
        try (Connection superuser = server.superuserConnection(); Statement statement = superuser.createStatement()) {
            String database = superuser.getCatalog();
            statement.execute("set session_replication_role = replica");
            statement.execute("update pg_database set datacl = null where datname = '" + database + "'");
            statement.execute("alter database " + database + " reset all");
            statement.execute(
                    "update pg_proc set procost = 1 where oid = 'pg_catalog.uuid_eq(uuid, uuid)'::regprocedure");
            statement.execute("grant execute on function pg_advisory_lock(bigint) to public");
            statement.execute("revoke create on schema hub from hub_owner");
            statement.execute("create schema public");
            statement
                    .execute("alter role hub_app reset all; alter role hub_app nologin password 'of-the-other-server'");
            statement.execute(MIX_UP_POLICIES);
            statement.execute("update sec.guarded_table set relid = (relid::oid::bigint + 1000000)::oid"
                    + " where relid <> 'hub.member'::regclass");
            statement.execute("set session_replication_role = origin");
            assertThatThrownBy(() -> statement.execute("alter table hub.lease alter column org_id set statistics 0"))
                    .hasMessageContaining("would weaken the row-level security of hub.member");
            assertThat(verdicts(ExternalDatabase.examine(accepted()))).contains("WRONG pg_catalog.uuid_eq",
                    "WRONG role hub_app", "NOTICE query plans", "WRONG hub_app's login");

            OwnDatabase.setUp(accepted());

            assertThat(verdicts(ExternalDatabase.examine(accepted()))).doesNotContain("WRONG")
                    .contains("FINE query plans", "FINE hub_app's login");
            statement.execute("alter table hub.lease alter column org_id set statistics 0");
            try (ResultSet stale = statement.executeQuery("select from sec.guarded_table g"
                    + " where g.relid not in (select relid from sec.tenant_table) or to_regnamespace('public') is not null")) {
                assertThat(stale.next()).isFalse();
            }
        }
        try (ExternalDatabase served = ExternalDatabase.open(url, folder.resolve("secrets"), Set.of(version))) {
            assertThat(served.database().organizations().all()).isNotNull();
        }
    }

    @Test
    void saysHowToRestoreWhereTheRolesAreMissing() throws SQLException {
        try (Connection superuser = server.superuserConnection(); Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            statement.execute("alter role hub_app rename to somebody_else");
            assertThatThrownBy(() -> new ServerCheck(superuser, Set.of(version)).requireUsable())
                    .isInstanceOfSatisfying(StartupException.class,
                            e -> assertThat(e.code()).isEqualTo("DATABASE_RIGHTS_MISSING"))
                    .hasMessageContaining("lacks the roles hub_app.").hasMessageContaining("create role hub_app;");
            superuser.rollback();
        }
    }

    @Test
    void aDatabaseThatIsNotEmptyOrNotOursIsRefusedUntouched() throws SQLException {
        String ours = url;
        url = SharedDatabase.url("postgres");
        try (Connection superuser = java.sql.DriverManager.getConnection(url, PostgresServer.SUPERUSER, password);
                Statement statement = superuser.createStatement()) {
            assertThat(verdicts(ExternalDatabase.examine(accepted()))).contains("WRONG database");
            assertRefused("DATABASE_NOT_EMPTY", "has the roles hub_app, hub_guard, hub_owner already, of the database");
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
            assertRefused("DATABASE_VERSION_MISMATCH", "V900__later.sql");
            statement.execute("delete from migration.history where version = '900'");

            statement.execute("insert into sec.bootstrap_script (name, digest) values ('B900__later.sql', 'x')");
            assertThat(verdicts(ExternalDatabase.examine(accepted()))).contains("WRONG release");
            assertRefused("DATABASE_VERSION_MISMATCH", "B900__later.sql");
            statement.execute("delete from sec.bootstrap_script where name = 'B900__later.sql'");
        }
        OwnDatabase.setUp(accepted());
        assertThat(verdicts(ExternalDatabase.examine(accepted()))).doesNotContain("WRONG");
    }

    @Test
    void keysAreRotatedByItsAdministrator() {
        ExternalDatabase.rotateKeys(accepted(), Duration.ofMinutes(5));
        assertThat(server.database().organizations().all()).isNotNull();
    }

    private static void assertServeRefused(String code, String why) {
        assertThatThrownBy(() -> ExternalDatabase.open(url, folder.resolve("secrets"), Set.of(version)).close())
                .hasMessageContaining(why)
                .isInstanceOfSatisfying(StartupException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    private static void assertRefused(String code, String why) {
        assertThatThrownBy(() -> OwnDatabase.setUp(accepted())).hasMessageContaining(why)
                .isInstanceOfSatisfying(StartupException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    /** Verdict and subject of each, and the bare verdict once more. */
    private static List<String> verdicts(List<CheckResult> findings) {
        List<String> verdicts = new ArrayList<>();
        for (CheckResult finding : findings) {
            verdicts.add(finding.severity().name());
            verdicts.add(finding.severity() + " " + finding.subject());
        }
        return verdicts;
    }
}
