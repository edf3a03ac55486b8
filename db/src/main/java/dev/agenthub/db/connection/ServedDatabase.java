package dev.agenthub.db.connection;

import dev.agenthub.db.organization.TokenKeys;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * An open database: the application's connection pool, the watch over locks, and the probe of reachability.
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

    /** Discards all sessions opened before now, because the server they belonged to has ended. */
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
