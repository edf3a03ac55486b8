package dev.agenthub.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** The organization context against somebody who can run any SQL as the application's role. */
class SealedContextTest {
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
    void isWhatItWasSealedWith() throws SQLException {
        UUID actor = UuidV7.next();
        begin(tokens.forOrganization(OrgContext.agent(ORG, actor), pid(), start()));
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
    void cannotBeSetInsideTheSelectThatUsesIt() throws SQLException {
        begin(token(ORG));
        String sealed = one("select current_setting('agenthub.context')");
        String forged = splice(sealed, OTHER);
        assertRefused(() -> one("select o.org_id from (select set_config('agenthub.context', '" + forged
                + "', true)) s, hub.organization o where s.set_config is not null"));
    }

    @Test
    void aSplicedOrganizationIsRefused() throws SQLException {
        begin(token(ORG));
        String forged = splice(one("select current_setting('agenthub.context')"), OTHER);
        one("select set_config('agenthub.context', '" + forged + "', true)");
        assertRefused(() -> one(READ));
    }

    @Test
    void rubbishIsRefused() throws SQLException {
        for (String value : new String[]{ORG.toString(), "x", "00".repeat(65), "é".repeat(130),
                "system " + ORG + " " + ORG + " *" + "0".repeat(64)}) {
            one("select set_config('agenthub.context', '" + value + "', true)");
            assertRefused(() -> one(READ));
            app.rollback();
        }
    }

    @Test
    void oneKeptFromAnEarlierTransactionIsRefused() throws SQLException {
        begin(token(ORG));
        String kept = one("select current_setting('agenthub.context')");
        app.commit();
        one("select set_config('agenthub.context', '" + kept + "', false)");
        assertRefused(() -> one(READ));
    }

    @Test
    void oneFromAnotherProcessIsRefused() throws SQLException {
        String foreign;
        try (Connection other = SharedDatabase.appConnection()) {
            other.setAutoCommit(false);
            long start = Long
                    .parseLong(one(other, "select (extract(epoch from transaction_timestamp()) * 1000000)::bigint"));
            begin(other, tokens.forOrganization(OrgContext.system(OTHER),
                    other.unwrap(PGConnection.class).getBackendPID(), start));
            foreign = one(other, "select current_setting('agenthub.context')");
        }
        one("select set_config('agenthub.context', '" + foreign + "', true)");
        assertRefused(() -> one(READ));
    }

    @Test
    void aTokenForAnotherProcessIsRefused() {
        assertTokenRefused("another process",
                () -> begin(tokens.forOrganization(OrgContext.system(ORG), pid() + 1, start())));
    }

    @Test
    void aTokenReplayedInALaterTransactionIsRefused() throws SQLException {
        byte[] token = token(ORG);
        begin(token);
        app.commit();
        assertTokenRefused("another transaction", () -> begin(token));
    }

    @Test
    void anOldTokenIsRefused() {
        assertTokenRefused("another transaction",
                () -> begin(tokens.forOrganization(OrgContext.system(ORG), pid(), start() - 60_000_000)));
    }

    @Test
    void aSecondTokenInOneTransactionIsRefused() throws SQLException {
        begin(token(ORG));
        byte[] second = token(OTHER);
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
        assertTokenRefused("not ours", () -> begin(forger.forOrganization(OrgContext.system(ORG), pid(), start())));
        app.rollback();
        assertTokenRefused("not ours", () -> begin(unknown.forOrganization(OrgContext.system(ORG), pid(), start())));
    }

    @Test
    void theDirectorysTokenOpensNoOrganizationAndTheOtherWayRound() throws SQLException {
        assertTokenRefused("something else", () -> begin(tokens.forDirectory(pid(), start())));
        app.rollback();
        assertTokenRefused("something else", () -> {
            try (PreparedStatement list = app.prepareStatement("select sec.organizations(?)")) {
                list.setBytes(1, token(ORG));
                list.execute();
            }
        });
    }

    @Test
    void theKeysAndTheSealAreOutOfReach() throws SQLException {
        for (String attempt : new String[]{"select * from sec.mac_key", "select * from sec.organization_directory",
                "select sec.here()",
                "select sec.context()", "select sec.verified_token('x')",
                "call sec.add_mac_key(9, 'token', sha256('x'))",
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

    private static String splice(String sealed, UUID org) {
        return sealed.replace(ORG.toString(), org.toString());
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
        return tokens.forOrganization(OrgContext.system(org), pid(), start());
    }

    private int pid() throws SQLException {
        return app.unwrap(PGConnection.class).getBackendPID();
    }

    private long start() throws SQLException {
        return Long.parseLong(one("select (extract(epoch from transaction_timestamp()) * 1000000)::bigint"));
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
