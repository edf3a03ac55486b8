package dev.agenthub.server.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections that do not send a request's head, or the TLS handshake before the first, in time. Jetty's
 * own limit is on idle time: one byte every few seconds would keep a connection open forever. Thread-safe.
 */
final class RequestHeadDeadline implements Connection.Listener, HttpConfiguration.Customizer {

    private final Scheduler scheduler;
    private final long patience;
    private final Map<Connection, Watch> watched = new ConcurrentHashMap<>();

    /**
     * Creates the deadline.
     *
     * @param patience from a connection's opening, or the end of the previous request, to the last byte of the next request's head
     */
    RequestHeadDeadline(Scheduler scheduler, Duration patience) {
        this.scheduler = scheduler;
        this.patience = patience.toNanos();
    }

    /** The timer of one connection. */
    private final class Watch {

        private final Connection connection;
        private long begun;
        private boolean waiting = true;
        private long since = System.nanoTime();
        private Scheduler.@Nullable Task look;

        Watch(Connection connection) {
            this.connection = connection;
            lookIn(patience);
        }

        private synchronized void lookIn(long nanos) {
            look = scheduler.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
        }

        private void look() {
            long left = left();
            if (left > 0) {
                lookIn(left);
            } else {
                connection.getEndPoint().close(new TimeoutException());
            }
        }

        private synchronized long left() {
            return waiting ? since + patience - System.nanoTime() : patience;
        }

        /** A request's head has arrived; returns the request's number. */
        synchronized long begins() {
            waiting = false;
            return ++begun;
        }

        /** A request has ended; does nothing where the next one has begun. */
        synchronized void ends(long number) {
            if (begun == number) {
                waiting = true;
                since = System.nanoTime();
            }
        }

        synchronized void stop() {
            if (look != null) {
                look.cancel();
            }
        }
    }

    @Override
    public void onOpened(Connection connection) {
        // TLS wraps this connection and opens with it.
        if (connection instanceof ConnectionMetaData) {
            watched.put(connection, new Watch(connection));
        }
    }

    @Override
    public void onClosed(Connection connection) {
        Watch watch = watched.remove(connection);
        if (watch != null) {
            watch.stop();
        }
    }

    /** Called by Jetty when the head of a request has arrived. */
    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        Watch watch = watched.get(request.getConnectionMetaData().getConnection());
        if (watch != null) {
            long number = watch.begins();
            Request.addCompletionListener(request, _ -> watch.ends(number));
        }
        return request;
    }
}
