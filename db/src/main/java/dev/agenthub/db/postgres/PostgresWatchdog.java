package dev.agenthub.db.postgres;

import dev.agenthub.db.failure.StartupException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restarts a server on the same port and data when its main process ended unexpectedly. Gives up when that happens too often, since another
 * start would not remove the cause. Thread-safe.
 */
public final class PostgresWatchdog implements AutoCloseable {
    static final int RESTARTS = 3;
    private static final Duration WITHIN = Duration.ofMinutes(10);
    /** The server is not our child: nobody tells us of its end, and the JDK would look every five seconds only. */
    private static final long LOOK_MILLIS = 100;
    private static final long AGAIN_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(PostgresWatchdog.class);

    private final Runnable restarted;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Deque<Long> restarts = new ArrayDeque<>();
    private final Thread thread;
    private volatile PostgresServer server;
    private volatile @Nullable StartupException failure;

    private PostgresWatchdog(PostgresServer server, Runnable restarted) {
        this.server = server;
        this.restarted = restarted;
        this.thread = Thread.ofPlatform().daemon().name("database-watchdog").unstarted(this::watch);
    }

    /**
     * Watches a server until closed.
     *
     * @param restarted run on the watchdog's thread whenever the server runs again, before {@link #server()} tells of it
     */
    public static PostgresWatchdog start(PostgresServer server, Runnable restarted) {
        PostgresWatchdog watchdog = new PostgresWatchdog(server, restarted);
        watchdog.thread.start();
        return watchdog;
    }

    /**
     * Why the server is not running and will not be restarted: DATABASE_STOPPED if somebody else stopped it, or DATABASE_KEEPS_ENDING.
     * Empty while it runs or is being started.
     */
    public Optional<StartupException> failure() {
        return Optional.ofNullable(failure);
    }

    /** The server as it was started last. */
    public PostgresServer server() {
        return server;
    }

    /** Stops the server and the watchdog. */
    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = false;
        // A start that is under way ends first, or it would go on behind the back of whoever stops the server.
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        server.stop();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        while (!isClosedWithin(LOOK_MILLIS)) {
            if (server.isRunning()) {
                continue;
            }
            failure = restart();
            if (failure != null) {
                LOG.error("{} ({})", failure.getMessage(), failure.code());
                return;
            }
        }
    }

    /** Returns why it will not be tried again; null where the server runs, or where it was closed meanwhile. */
    private @Nullable StartupException restart() {
        if (wasStopped()) {
            return new StartupException("DATABASE_STOPPED",
                    "The database was stopped from outside, and is not started again. Start AgentHub again.");
        }
        String reason = "its process ended";
        do {
            if (!mayRestart()) {
                return new StartupException("DATABASE_KEEPS_ENDING", "The database ended more than " + RESTARTS
                        + " times in " + WITHIN.toMinutes() + " minutes, and is not started again (" + reason
                        + "). Its log is " + server.log() + ".");
            }
            try {
                LOG.warn("The database is started again: {}", reason);
                PostgresServer again = server.again();
                restarted.run();
                server = again;
                LOG.warn("The database runs again");
                return null;
            } catch (IOException | RuntimeException e) {
                LOG.warn("The database could not be started again", e);
                reason = String.valueOf(e.getMessage());
            }
        } while (!isClosedWithin(AGAIN_MILLIS));
        return null;
    }

    private boolean wasStopped() {
        try {
            return server.wasStopped();
        } catch (IOException e) {
            LOG.warn("The database's log cannot be read", e);
            return false;
        }
    }

    /** Counts it where it may. */
    private boolean mayRestart() {
        long now = System.nanoTime();
        restarts.removeIf(before -> now - before > WITHIN.toNanos());
        if (restarts.size() >= RESTARTS) {
            return false;
        }
        restarts.add(now);
        return true;
    }

    private boolean isClosedWithin(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // Nobody interrupts this thread but to end it.
            return true;
        }
    }
}
