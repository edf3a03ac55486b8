package dev.agenthub.db.connection;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens on a connection outside the pool, because the pool resets a connection's subscriptions. */
final class Announcer implements Announcements.Listening {
    static final String CHANNEL = "agenthub";

    private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
    private static final int WAIT_MILLIS = 500;
    private static final int QUIET_ROUNDS = 20;
    private static final int AGAIN_AFTER_MILLIS = 500;

    private final DataSource source;
    private final Consumer<String> heard;
    private final Runnable missed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch listening = new CountDownLatch(1);
    private final Thread thread;

    private Announcer(DataSource source, Consumer<String> heard, Runnable missed) {
        this.source = source;
        this.heard = heard;
        this.missed = missed;
        this.thread = Thread.ofPlatform().daemon().name("announcements").unstarted(this::listenUntilClosed);
    }

    /** Returns once it listens, or once the first attempt has failed. */
    static Announcer start(DataSource source, Consumer<String> heard, Runnable missed) {
        Announcer announcer = new Announcer(source, heard, missed);
        announcer.thread.start();
        try {
            announcer.listening.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return announcer;
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(WAIT_MILLIS * 4L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void listenUntilClosed() {
        boolean again = false;
        while (!isClosed()) {
            try (Connection connection = source.getConnection(); Statement statement = connection.createStatement()) {
                statement.execute("listen " + CHANNEL);
                listening.countDown();
                if (again) {
                    missed.run();
                }
                hear(connection, statement);
            } catch (SQLException | RuntimeException e) {
                LOG.warn("Announcements of other backends cannot be heard; trying again", e);
                listening.countDown();
                again = true;
                pause();
            }
        }
    }

    private void hear(Connection connection, Statement statement) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        int quiet = 0;
        while (!isClosed()) {
            PGNotification @Nullable [] news = postgres.getNotifications(WAIT_MILLIS);
            if (news == null || news.length == 0) {
                quiet++;
                if (quiet == QUIET_ROUNDS) {
                    // A dead line looks like a quiet one until something is said on it.
                    statement.execute("select 1");
                    quiet = 0;
                }
                continue;
            }
            quiet = 0;
            for (PGNotification one : news) {
                heard.accept(one.getParameter());
            }
        }
    }

    private void pause() {
        try {
            var _ = closed.await(AGAIN_AFTER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
