package dev.agenthub.db.connection;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;
import java.util.WeakHashMap;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.transaction.DelegatingTransactionHandler;
import org.jdbi.v3.core.transaction.LocalTransactionHandler;
import org.jdbi.v3.core.transaction.TransactionException;
import org.jdbi.v3.core.transaction.TransactionHandler;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database sessions of a pool. Each serves one transaction at a time, and is reset when it is returned.
 * Thread-safe.
 */
final class PooledSessions implements ConnectionFactory {
    private static final Logger LOG = LoggerFactory.getLogger(PooledSessions.class);

    /**
     * What DISCARD ALL does, but for three things. The plans of the database's own functions stay, since making them anew is most of what a
     * short transaction costs; nothing is unlocked, since the application may call no function that takes an advisory lock; and
     * {@link #FORGET_STATEMENTS} is apart. The last statement gives the challenge that the next token has to answer.
     */
    private static final String CLEAN = "close all; set session authorization default; reset all; unlisten *; discard sequences;"
            + " discard temp; select sec.challenge()";

    /** Where a statement ran that is not one of {@link StaticSql}: it may have prepared another under a name that is used again. */
    private static final String FORGET_STATEMENTS = "deallocate all; ";

    /** The SQLSTATE in_failed_sql_transaction. */
    private static final String FAILED_TRANSACTION = "25P02";

    /** The pool's time-out for one attempt to get a connection. */
    static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final ScopedValue<Use> USE = ScopedValue.newInstance();

    private final HikariDataSource pool;
    private final Reachability reachability;
    /** Of the sessions that are clean. */
    private final Map<PGConnection, UUID> challenges = Collections.synchronizedMap(new WeakHashMap<>());

    /** A thread's use of one session. */
    private static final class Use {
        private @Nullable UUID challenge;
        private @Nullable SessionStatements statements;
        private boolean ending;

        /** What makes the session anew for whoever comes next. */
        String clean() {
            return statements != null && statements.onlyStatic() ? CLEAN : FORGET_STATEMENTS + CLEAN;
        }
    }

    /** @param pool one whose connection time-out is {@link #ATTEMPT_TIMEOUT} */
    PooledSessions(HikariDataSource pool, Reachability reachability) {
        this.pool = pool;
        this.reachability = reachability;
    }

    /**
     * Lets this thread have a session for as long as the work takes.
     *
     * @throws IllegalStateException where it has one already
     */
    <T, X extends Throwable> T use(ScopedValue.CallableOp<T, X> work) throws X {
        if (USE.isBound()) {
            throw new IllegalStateException("Transactions do not nest: one is open on this thread.");
        }
        return ScopedValue.where(USE, new Use()).call(work);
    }

    /** What the token of this thread's transaction has to answer. */
    static UUID challenge() {
        UUID challenge = USE.get().challenge;
        if (challenge == null) {
            throw new IllegalStateException("There is no session yet.");
        }
        return challenge;
    }

    @Override
    public Connection openConnection() throws SQLException {
        if (!USE.isBound()) {
            throw new IllegalStateException("Connections are for transactions only.");
        }
        Connection connection = pooled();
        try {
            UUID challenge = challenges.remove(session(connection));
            USE.get().challenge = challenge == null ? last(connection, FORGET_STATEMENTS + CLEAN) : challenge;
            return connection;
        } catch (SQLException e) {
            pool.evictConnection(connection);
            throw e;
        }
    }

    /** Waits while others have all connections, and not for a database that does not answer. */
    private Connection pooled() throws SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (reachability.answers()) {
            try {
                return pool.getConnection();
            } catch (SQLTransientConnectionException e) {
                if (System.nanoTime() - deadline >= 0) {
                    throw e;
                }
            }
        }
        throw new SQLTransientConnectionException("The database does not answer.",
                reachability.stopped().orElse(null));
    }

    @Override
    public void closeConnection(Connection connection) throws SQLException {
        try (connection) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            if (!challenges.containsKey(session(connection))) {
                challenges.put(session(connection), last(connection, USE.get().clean()));
            }
        } catch (SQLException e) {
            // The transaction has ended; only the connection is lost.
            LOG.debug("A connection that could not be cleaned is given up", e);
            pool.evictConnection(connection);
        }
    }

    /** Commits, and cleans the session in the same round trip: nothing is to be run in it afterwards. */
    static void commit(Handle handle) {
        USE.get().ending = true;
        handle.commit();
    }

    /** What makes the statements of this thread's transaction. */
    static StatementBuilder statements() {
        SessionStatements statements = new SessionStatements();
        USE.get().statements = statements;
        return statements;
    }

    /** How transactions of these sessions end. */
    TransactionHandler transactions() {
        return new CommitAndClean(new LocalTransactionHandler());
    }

    private final class CommitAndClean extends DelegatingTransactionHandler {

        CommitAndClean(TransactionHandler delegate) {
            super(delegate);
        }

        @Override
        public TransactionHandler specialize(Handle handle) throws SQLException {
            return new CommitAndClean(getDelegate().specialize(handle));
        }

        @Override
        public void commit(Handle handle) {
            Connection connection = handle.getConnection();
            try {
                requireSound(connection);
                if (USE.get().ending) {
                    challenges.put(session(connection), last(connection, "commit; " + USE.get().clean()));
                }
            } catch (SQLException e) {
                throw new TransactionException("Failed to commit transaction", e);
            }
            // After the above nothing is left to commit, which the driver knows.
            super.commit(handle);
        }
    }

    /** Where a statement failed and whoever ran it went on, PostgreSQL answers the commit with a rollback and no error. */
    private static void requireSound(Connection connection) throws SQLException {
        if (connection.unwrap(BaseConnection.class).getTransactionState() == TransactionState.FAILED) {
            throw new SQLException("A statement of this transaction failed before, so nothing of it can be committed.",
                    FAILED_TRANSACTION);
        }
    }

    private static PGConnection session(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class);
    }

    /** Runs statements and returns the value of the last. */
    private static UUID last(Connection connection, String statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(statements);
            while (!rows) {
                if (statement.getUpdateCount() < 0) {
                    throw new SQLException("The session has no challenge.");
                }
                rows = statement.getMoreResults();
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getObject(1, UUID.class);
            }
        }
    }
}
