package dev.agenthub.db.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agenthub.db.SharedDatabase;
import dev.agenthub.db.SharedDatabaseQueries;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.files.LogCapture;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Which sessions the watch ends, and which it leaves alone. That the latter were held for
 * longer than its patience, a session that it ends shows.
 */
@Timeout(120)
class LockWatchTest {
    private static final String NAME = "watched-for-a-test";

    private final LockWatch watch = start();

    private static LockWatch start() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(SharedDatabase.url("agenthub"));
        source.setUser("hub_app");
        source.setPassword(SharedDatabase.password("database-app"));
        source.setApplicationName(NAME);
        return LockWatch.start(source, Duration.ofMillis(300), Duration.ofMillis(50));
    }

    @AfterEach
    void stop() {
        watch.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"access exclusive", "exclusive", "share row exclusive", "share", "share update exclusive"})
    void endsASessionThatHoldsALockOfAnotherKind(String mode) throws SQLException {
        try (Connection injected = application("lock table hub.member in " + mode + " mode")) {
            awaitEnd(injected);
        }
    }

    @Test
    void whoeverWaitedForTheLockGoesOn() throws Exception {
        OrgTransactions transactions = SharedDatabase.get().database().transactions();
        UUID org = SharedDatabase.filledOrganization();
        try (Connection injected = application("lock table hub.member in access exclusive mode")) {
            CompletableFuture<List<UUID>> waiting = CompletableFuture.supplyAsync(() -> transactions.call(
                    OrgContext.system(org),
                    handle -> handle.createQuery("select org_id from member").mapTo(UUID.class).list()));
            assertThat(waiting.get(60, TimeUnit.SECONDS)).isNotEmpty().containsOnly(org);
            awaitEnd(injected);
        }
    }

    @Test
    void leavesTheOwnerAlone() throws SQLException {
        try (Connection migrating = SharedDatabase.ownerConnection();
                Statement statement = migrating.createStatement()) {
            migrating.setAutoCommit(false);
            statement.execute("lock table hub.connector in access exclusive mode");
            outlastThePatience();
            assertThat(isAlive(migrating)).isTrue();
        }
    }

    @Test
    void leavesRowsLockedAloneAndTablesAsStatementsLockThem() throws SQLException {
        UUID org = SharedDatabase.filledOrganization();
        try (Connection working = application("lock table hub.member in row exclusive mode")) {
            begin(working, org);
            try (Statement statement = working.createStatement();
                    ResultSet row = statement.executeQuery("select id from hub.member for update")) {
                assertThat(row.next()).isTrue();
            }
            outlastThePatience();
            assertThat(isAlive(working)).isTrue();
        }
    }

    /** Everybody who comes after it would wait behind it. */
    @Test
    void endsASessionThatWaitsForALockThatIsNeverTaken() throws Exception {
        try (Connection reading = SharedDatabase.ownerConnection();
                Statement statement = reading.createStatement();
                Connection injected = application("select")) {
            reading.setAutoCommit(false);
            statement.execute("lock table hub.member in access share mode");
            assertThat(lock(injected, "access exclusive").get(60, TimeUnit.SECONDS)).isIn("57P01", "08006");
        }
    }

    @Test
    void leavesASessionAloneThatWaitsForWhatItMayHave() throws Exception {
        try (Connection migrating = SharedDatabase.ownerConnection();
                Statement statement = migrating.createStatement();
                Connection waiting = application("select")) {
            migrating.setAutoCommit(false);
            statement.execute("lock table hub.member in access exclusive mode");
            CompletableFuture<String> outcome = lock(waiting, "row exclusive");
            awaitWaiting(pid(waiting));
            outlastThePatience();
            assertThat(outcome).isNotDone();
            awaitWaiting(pid(waiting));
            migrating.rollback();
            assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo("locked");
        }
    }

    /** Asks for the lock on another thread: "locked", or the SQLSTATE of what came instead. */
    private static CompletableFuture<String> lock(Connection connection, String mode) {
        return CompletableFuture.supplyAsync(() -> {
            try (Statement lock = connection.createStatement()) {
                lock.execute("lock table hub.member in " + mode + " mode");
                return "locked";
            } catch (SQLException e) {
                return String.valueOf(e.getSQLState());
            }
        });
    }

    @Test
    void comesBackAfterItsOwnSessionWasEnded() throws SQLException {
        String own = "from pg_stat_activity where application_name = '" + NAME + "'";
        await().until(() -> !SharedDatabaseQueries.superuser("select pid " + own).isEmpty());
        SharedDatabaseQueries.superuser("select pg_terminate_backend(pid) " + own);
        outlastThePatience();
    }

    @Test
    void twoBesideEachOtherDoNoHarm() throws SQLException {
        try (LockWatch _ = start()) {
            outlastThePatience();
            outlastThePatience();
        }
    }

    @Test
    void saysWhichTableAndNothingOfTheStatement() throws SQLException {
        try (LogCapture log = LogCapture.of(LockWatch.class)) {
            try (Connection injected = application(
                    "lock table hub.member in exclusive mode /* a customer's name */")) {
                awaitEnd(injected);
                await().untilAsserted(() -> assertThat(log.texts()).anySatisfy(
                        line -> assertThat(line).contains("WARNING", "ExclusiveLock on hub.member")));
            }
            assertThat(log.texts()).noneMatch(line -> line.contains("customer"));
        }
    }

    @Test
    void endsItselfWhenItIsClosed() throws SQLException {
        watch.close();
        await().until(() -> SharedDatabaseQueries
                .superuser("select pid from pg_stat_activity where application_name = '" + NAME + "'").isEmpty());
    }

    /** What the watch uses is open to an injected statement as well. */
    @Test
    void itsFunctionsEndNobodyWhoIsAtWork() throws SQLException {
        try (Connection working = application("lock table hub.member in row exclusive mode");
                Connection injected = application("select");
                Statement statement = injected.createStatement()) {
            String holder = SharedDatabaseQueries.superuser("select virtualtransaction from pg_locks where pid = "
                    + pid(working)).getFirst();
            try (ResultSet row = statement.executeQuery(
                    "select sec.end_unusual_lock(" + pid(working) + ", '" + holder + "')")) {
                row.next();
                assertThat(row.getBoolean(1)).isFalse();
            }
            assertThat(isAlive(working)).isTrue();
            assertThatThrownBy(() -> statement.execute("select pg_terminate_backend(" + pid(working) + ")"))
                    .hasMessageContaining("permission denied");
        }
    }

    /** A server process that has gone on to another transaction since it was seen holding the lock. */
    @Test
    void itsFunctionsEndNobodyForAnotherTransaction() throws SQLException {
        try (Connection injected = application("lock table hub.member in share mode");
                Connection other = application("select");
                Statement statement = other.createStatement();
                ResultSet row = statement.executeQuery("select sec.end_unusual_lock(" + pid(injected) + ", '0/0')")) {
            row.next();
            assertThat(row.getBoolean(1)).isFalse();
        }
    }

    /** A session as an injected statement has it, with its transaction open. */
    private static Connection application(String sql) throws SQLException {
        Connection connection = SharedDatabase.appConnection();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
        return connection;
    }

    /** Returns when a lock that was taken after everything that the test holds has been ended. */
    private static void outlastThePatience() throws SQLException {
        try (Connection later = application("lock table hub.lease in share mode")) {
            awaitEnd(later);
        }
    }

    private static void awaitEnd(Connection injected) throws SQLException {
        int pid = pid(injected);
        await().atMost(Duration.ofSeconds(60)).until(
                () -> SharedDatabaseQueries.superuser("select pid from pg_stat_activity where pid = " + pid).isEmpty());
        assertThatThrownBy(() -> injected.createStatement().execute("select"))
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isIn("57P01", "08006"));
    }

    private static void awaitWaiting(int pid) {
        await().atMost(Duration.ofSeconds(60)).until(() -> !SharedDatabaseQueries
                .superuser("select pid from pg_locks where not granted and pid = " + pid).isEmpty());
    }

    private static void begin(Connection connection, UUID org) throws SQLException {
        UUID challenge;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select sec.challenge()")) {
            row.next();
            challenge = row.getObject(1, UUID.class);
        }
        try (PreparedStatement begin = connection.prepareStatement("select sec.begin_org(?)")) {
            begin.setBytes(1,
                    SharedDatabase.tokens().forOrganization(OrgContext.system(org), pid(connection), challenge));
            begin.execute();
        }
    }

    private static boolean isAlive(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.execute("select 1");
        }
    }

    private static int pid(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getBackendPID();
    }
}
