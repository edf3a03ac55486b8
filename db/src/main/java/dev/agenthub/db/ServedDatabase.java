package dev.agenthub.db;

import java.time.Duration;

import javax.sql.DataSource;

/** The application's connections to a database, and the watch over what its sessions lock, for as long as it is open. */
final class ServedDatabase implements AutoCloseable {
    /** Longer than any statement of ours waits for a lock, and short enough for people to wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final PooledDatabase pool;
    private final LockWatch watch;

    ServedDatabase(DataSource source, TokenKeys keys) {
        this.pool = new PooledDatabase(source, keys);
        this.watch = LockWatch.start(source, PATIENCE, EVERY);
    }

    Database pool() {
        return pool;
    }

    @Override
    public void close() {
        watch.close();
        pool.close();
    }
}
