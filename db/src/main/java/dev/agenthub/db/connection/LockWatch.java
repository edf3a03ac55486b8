package dev.agenthub.db.connection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Terminates sessions of the application's role that hold or await a table lock of a mode that the application never takes. An injected
 * {@code lock table} would otherwise block every other session for as long as its own lasts.
 *
 * <p>It uses a connection outside the pool, since all pooled sessions may be waiting for the lock. Several watches on one database are
 * allowed. Thread-safe.
 */
final class LockWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LockWatch.class);
    private static final int ANSWER_MILLIS = 30_000;
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final DataSource source;
    private final Duration patience;
    private final Duration every;
    private final RepeatingThread rounds;

    /**
     * When each lock was first seen. PostgreSQL tells since when a transaction has been open, but not since when it holds a lock: an old
     * transaction may have taken it just now. A lock that every look from the first to the last has found, held by the same transaction,
     * has been held, or waited for, at least as long as the looks are apart.
     */
    private final Map<Lock, Long> firstSeen = new HashMap<>();

    /** A session's number is used again; the transaction's is not. */
    private record Lock(int pid, String holder, String relation, String mode) {}

    private LockWatch(DataSource source, Duration patience, Duration every) {
        this.source = source;
        this.patience = patience;
        this.every = every;
        this.rounds = new RepeatingThread("lock-watch", CLOSE, this::watch);
    }

    /**
     * Watches until it is closed.
     *
     * @param source   of connections as the application's role
     * @param patience how long such a lock may be held
     * @param every    how often to look
     */
    static LockWatch start(DataSource source, Duration patience, Duration every) {
        LockWatch watch = new LockWatch(source, patience, every);
        watch.rounds.start();
        return watch;
    }

    @Override
    public void close() {
        rounds.close();
    }

    private void watch(RepeatingThread until) {
        boolean lost = false;
        do {
            try (Connection connection = source.getConnection()) {
                // A line that died without a word would otherwise keep the watch waiting for ever.
                connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
                do {
                    look(connection);
                    if (lost) {
                        LOG.info("Locks of the application's sessions are watched again");
                        lost = false;
                    }
                } while (!until.isClosedWithin(every));
            } catch (SQLException | RuntimeException e) {
                if (!lost && !until.isClosed()) {
                    LOG.warn("Locks of the application's sessions cannot be watched; trying again", e);
                }
                lost = true;
            }
        } while (!until.isClosedWithin(every));
    }

    private void look(Connection connection) throws SQLException {
        long now = System.nanoTime();
        Set<Lock> held = held(connection);
        firstSeen.keySet().retainAll(held);
        for (Lock lock : held) {
            long since = now - firstSeen.computeIfAbsent(lock, _ -> now);
            if (since >= patience.toNanos() && end(connection, lock)) {
                LOG.warn(
                        "A session of the application held or wanted {} on {} for {} ms and was ended: AgentHub never takes that lock,"
                                + " so find out which statement did",
                        lock.mode, lock.relation, TimeUnit.NANOSECONDS.toMillis(since));
            }
        }
    }

    private static Set<Lock> held(Connection connection) throws SQLException {
        Set<Lock> held = new HashSet<>();
        try (PreparedStatement ask = connection
                .prepareStatement("select pid, holder, relation, mode from sec.unusual_locks()");
                ResultSet rows = ask.executeQuery()) {
            while (rows.next()) {
                held.add(new Lock(rows.getInt(1), rows.getString(2), rows.getString(3), rows.getString(4)));
            }
        }
        return held;
    }

    private static boolean end(Connection connection, Lock lock) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement("select sec.end_unusual_lock(?, ?)")) {
            end.setInt(1, lock.pid);
            end.setString(2, lock.holder);
            try (ResultSet row = end.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
