package dev.agenthub.db.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.SharedDatabaseQueries;
import dev.agenthub.db.connection.UuidV7;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/** The organization context against somebody who can run any SQL as the application's role. */
class OrganizationContextTest {
    private static final UUID ORG = UuidV7.next();
    private static final UUID OTHER = UuidV7.next();
    private static final String READ = "select org_id from hub.organization";

    private final OrgToken tokens = SharedDatabase.tokens();
    private Connection app = connect();

    @BeforeEach
    void beginTransaction() throws SQLException {
        app.setAutoCommit(false);
    }

    @AfterEach
    void disconnect() throws SQLException {
        app.close();
    }

    @Test
    void isWhatItsTokenSaid() throws SQLException {
        UUID actor = UuidV7.next();
        begin(tokens.forOrganization(OrgContext.agent(ORG, actor), pid(), challenge()));
        assertThat(one("select sec.current_org() || ' ' || sec.current_actor_kind() || ' ' || sec.current_actor()"))
                .isEqualTo(ORG + " agent " + actor);
    }

    @Test
    void withNoneEveryReadFails() throws SQLException {
        assertRefused(() -> one(READ));
        app.rollback();
        assertRefused(() -> one("select sec.current_org()"));
    }

    @Test
    void endsWithItsTransaction() throws SQLException {
        begin(token(ORG));
        app.commit();
        assertRefused(() -> one(READ));
    }

    @Test
    void nothingThatTheApplicationRunsChangesIt() throws SQLException {
        begin(token(ORG));
        String kept = one("select current_setting('backtrace_functions')");
        String forged = kept.replace(hex(ORG), hex(OTHER));
        assertThat(forged).isNotEqualTo(kept);
        for (String attempt : new String[]{"set backtrace_functions = '" + forged + "'",
                "set local backtrace_functions = '" + forged + "'", "set session backtrace_functions = default",
                "reset backtrace_functions", "select set_config('backtrace_functions', '" + forged + "', true)",
                "select set_config('backtrace_functions', null, false)",
                "update pg_settings set setting = '" + forged + "' where name = 'backtrace_functions'",
                "alter role hub_app set backtrace_functions = '" + forged + "'",
                "alter role hub_app in database agenthub set backtrace_functions = '" + forged + "'",
                "select o.org_id from (select set_config('backtrace_functions', '" + forged
                        + "', true)) s, hub.organization o where s.set_config is not null"}) {
            var before = app.setSavepoint();
            assertThatThrownBy(() -> one(attempt)).as(attempt).isInstanceOfSatisfying(SQLException.class,
                    e -> assertThat(e.getSQLState()).isEqualTo("42501"));
            app.rollback(before);
            assertThat(one("select sec.current_org()")).isEqualTo(ORG.toString());
        }
    }

    @Test
    void aConnectionCannotBringItsOwn() throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(SharedDatabase.url("agenthub"));
        source.setUser("hub_app");
        source.setPassword(SharedDatabase.password("database-app"));
        source.setOptions(
                "-c backtrace_functions=agenthub_system_" + hex(ORG) + "_" + hex(ORG) + "_t_t_null");
        assertThatThrownBy(source::getConnection).isInstanceOfSatisfying(SQLException.class,
                e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }

    @Test
    void withAllSettingsResetThereIsNone() throws SQLException {
        for (String attempt : new String[]{"reset all", "rollback; begin"}) {
            begin(token(ORG));
            one(attempt);
            assertRefused(() -> one(READ));
            app.rollback();
        }
    }

    @Test
    void comesBackWithTheSavepointThatHadIt() throws SQLException {
        var none = app.setSavepoint();
        begin(token(ORG));
        var some = app.setSavepoint();
        one("reset all");
        app.rollback(some);
        assertThat(one("select sec.current_org()")).isEqualTo(ORG.toString());
        app.rollback(none);
        assertRefused(() -> one(READ));
    }

    @Test
    void aTokenForAnotherProcessIsRefused() {
        assertTokenRefused("another process",
                () -> begin(tokens.forOrganization(OrgContext.system(ORG), pid() + 1, challenge())));
    }

    @Test
    void aTokenReplayedInALaterTransactionIsRefused() throws SQLException {
        byte[] token = token(ORG);
        begin(token);
        app.commit();
        assertTokenRefused("another transaction", () -> begin(token));
        app.rollback();
        challenge();
        app.commit();
        assertTokenRefused("another transaction", () -> begin(token));
    }

    @Test
    void aTokenThatAnswersAnotherChallengeIsRefused() throws SQLException {
        byte[] token = token(ORG);
        challenge();
        assertTokenRefused("another transaction", () -> begin(token));
        app.rollback();
        assertTokenRefused("another transaction",
                () -> begin(tokens.forOrganization(OrgContext.system(ORG), pid(), new UUID(0, 0))));
    }

    @Test
    void noChallengeIsDrawnWhereThereIsAnOrganization() throws SQLException {
        begin(token(ORG));
        assertRefused(this::challenge);
    }

    @Test
    void aSecondTokenInOneTransactionIsRefused() throws SQLException {
        begin(token(ORG));
        byte[] second = tokens.forOrganization(OrgContext.system(OTHER), pid(), new UUID(0, 0));
        assertTokenRefused("already", () -> begin(second));
    }

    @Test
    void everyBitOfATokenCounts() throws SQLException {
        byte[] token = token(ORG);
        for (int at = 0; at < token.length; at++) {
            byte[] changed = token.clone();
            changed[at] ^= 1;
            var before = app.setSavepoint();
            assertTokenRefused("organization token", () -> begin(changed));
            app.rollback(before);
        }
        begin(token);
    }

    @Test
    void aTokenUnderAnotherKeyIsRefused() throws SQLException {
        OrgToken forger = new OrgToken(1, new byte[32]);
        OrgToken unknown = new OrgToken(0, new byte[32]);
        assertTokenRefused("not ours", () -> begin(forger.forOrganization(OrgContext.system(ORG), pid(), challenge())));
        app.rollback();
        assertTokenRefused("not ours",
                () -> begin(unknown.forOrganization(OrgContext.system(ORG), pid(), challenge())));
    }

    @Test
    void theDirectorysTokenOpensNoOrganizationAndTheOtherWayRound() throws SQLException {
        assertTokenRefused("something else", () -> begin(tokens.forDirectory(pid(), challenge())));
        app.rollback();
        assertTokenRefused("something else", () -> {
            try (PreparedStatement list = app.prepareStatement("select sec.organizations(?)")) {
                list.setBytes(1, token(ORG));
                list.execute();
            }
        });
    }

    /** Sessions are cleaned without unlocking any. */
    @Test
    void noAdvisoryLockCanBeTaken() throws SQLException {
        List<String> locks = SharedDatabaseQueries.superuser(
                """
                        select format('select %I(%s)', proname, repeat('1, ', pronargs - 1) || '1') from pg_proc
                         where pronamespace = 'pg_catalog'::regnamespace and proname like '%advisory%lock%' and proname not like '%unlock%'""");
        assertThat(locks).hasSizeGreaterThan(10);
        for (String lock : locks) {
            assertThatThrownBy(() -> one(lock)).as(lock).hasMessageContaining("permission denied");
            app.rollback();
        }
    }

    /** PostgreSQL lets everybody call them: they tell of rows that no policy shows, and of other sessions. */
    @ParameterizedTest
    @ValueSource(strings = {"select currtid2('hub.member', '(0,1)')",
            "select pg_isolation_test_session_is_blocked(pg_backend_pid(), '{1}')",
            "select pg_safe_snapshot_blocking_pids(pg_backend_pid())", "select pg_notify('agenthub', 'x')",
            "select * from pg_stat_activity", "select * from pg_locks"})
    void noFunctionLooksPastRowsOrAtOtherSessions(String look) {
        assertThatThrownBy(() -> one(look)).hasMessageContaining("permission denied for function");
    }

    @Test
    void theKeysAreOutOfReach() throws SQLException {
        for (String attempt : new String[]{"select * from sec.mac_key", "select * from sec.organization_directory",
                "select sec.verified_token('x')", "call sec.add_mac_key(9, sha256('x'))",
                "set role hub_guard", "set role hub_owner", "set session_replication_role = replica",
                "create or replace function sec.current_org() returns uuid language sql stable return gen_random_uuid()",
                "create function hub.f() returns int language sql return 1", "create temp table t (a int)",
                "do 'begin end'",
                "create schema mine", "create view hub.v as select 1", "select lo_from_bytea(0, 'x')",
                "copy (select 1) to program 'cat'",
                "select pg_read_file('PG_VERSION')"}) {
            assertThatThrownBy(() -> one(attempt)).as(attempt)
                    .hasMessageMatching("(?s).*(permission denied|must be superuser).*");
            app.rollback();
        }
    }

    private static String hex(UUID id) {
        return id.toString().replace("-", "");
    }

    private static void assertRefused(ThrowingCallable attempt) {
        assertThatThrownBy(attempt).isInstanceOfSatisfying(SQLException.class,
                e -> assertThat(e.getSQLState()).isEqualTo("28000"));
    }

    private static void assertTokenRefused(String why, ThrowingCallable attempt) {
        assertThatThrownBy(attempt).hasMessageContaining(why).isInstanceOfSatisfying(SQLException.class,
                e -> assertThat(e.getSQLState()).isEqualTo("28000"));
    }

    private static Connection connect() {
        try {
            return SharedDatabase.appConnection();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] token(UUID org) throws SQLException {
        return tokens.forOrganization(OrgContext.system(org), pid(), challenge());
    }

    private int pid() throws SQLException {
        return app.unwrap(PGConnection.class).getBackendPID();
    }

    private UUID challenge() throws SQLException {
        return UUID.fromString(one("select sec.challenge()"));
    }

    private void begin(byte[] token) throws SQLException {
        begin(app, token);
    }

    private static void begin(Connection connection, byte[] token) throws SQLException {
        try (PreparedStatement begin = connection.prepareStatement("select sec.begin_org(?)")) {
            begin.setBytes(1, token);
            begin.execute();
        }
    }

    private String one(String sql) throws SQLException {
        return one(app, sql);
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (!statement.execute()) {
                return "";
            }
            try (ResultSet row = statement.getResultSet()) {
                return row.next() ? String.valueOf(row.getString(1)) : "";
            }
        }
    }
}
