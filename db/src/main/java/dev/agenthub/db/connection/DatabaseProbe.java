package dev.agenthub.db.connection;

import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks once a second, on a connection outside the pool, whether a database answers. The pool notices an outage only after its callers'
 * time-outs, and does not notice a server that hangs.
 */
final class DatabaseProbe implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseProbe.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Together with the pause, people are told within three seconds. */
    private static final int ANSWER_MILLIS = 1_500;
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final DataSource source;
    private final Reachability reachability;
    private final RepeatingThread rounds;
    private @Nullable Connection connection;

    private DatabaseProbe(DataSource source, Reachability reachability) {
        this.source = source;
        this.reachability = reachability;
        this.rounds = new RepeatingThread("database-probe", CLOSE, this::probe);
    }

    /** Probes until it is closed. */
    static DatabaseProbe start(DataSource source, Reachability reachability) {
        DatabaseProbe probe = new DatabaseProbe(source, reachability);
        probe.rounds.start();
        return probe;
    }

    @Override
    public void close() {
        rounds.close();
    }

    private void probe(RepeatingThread until) {
        do {
            probe();
        } while (!until.isClosedWithin(EVERY));
        disconnect();
    }

    private void probe() {
        long since = System.nanoTime();
        boolean known = connection != null;
        try {
            ask();
            if (!reachability.answers()) {
                LOG.warn("The database answers again");
            }
            reachability.found();
        } catch (SQLException | RuntimeException e) {
            disconnect();
            if (known && !isSilence(e)) {
                // One connection may end for reasons of its own.
                probe();
            } else if (!rounds.isClosed() && reachability.missed(since)) {
                LOG.warn("The database does not answer; nothing is asked of it until it does", e);
            }
        }
    }

    private void ask() throws SQLException {
        Connection asked = connection;
        if (asked == null) {
            asked = source.getConnection();
            connection = asked;
            asked.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
        }
        try (Statement statement = asked.createStatement()) {
            statement.execute("select 1");
        }
    }

    private static boolean isSilence(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private void disconnect() {
        Connection asked = connection;
        connection = null;
        if (asked != null) {
            try {
                asked.close();
            } catch (SQLException e) {
                LOG.debug("The probe's connection was lost", e);
            }
        }
    }
}
