package dev.agenthub.db.connection;

import dev.agenthub.db.organization.TokenKeys;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The application's connections to a database, the watch over what its sessions lock, and the probe of whether it answers, for as long as it is
 * open.
 */
public final class ServedDatabase implements AutoCloseable {
    /** Longer than any statement of ours waits for a lock, and short enough for people to wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final PooledDatabase pool;
    private final LockWatch watch;
    private final DatabaseProbe probe;

    public ServedDatabase(DataSource source, TokenKeys keys) {
        Reachability reachability = new Reachability();
        this.pool = new PooledDatabase(source, keys, reachability);
        this.watch = LockWatch.start(source, PATIENCE, EVERY);
        this.probe = DatabaseProbe.start(source, reachability);
    }

    public Database pool() {
        return pool;
    }

    /** Gives nobody a session any more that was opened before now: the server it was of has ended. */
    public void replaceSessions() {
        pool.replaceSessions();
    }

    @Override
    public void close() {
        probe.close();
        watch.close();
        pool.close();
    }
}
