package dev.agenthub.db.connection;

import java.util.List;
import java.util.function.Consumer;

/**
 * Short messages between the backends of one database (PostgreSQL's LISTEN and NOTIFY). Every current listener receives a message, the
 * sender included; messages are not stored, and any role that may connect can read them. Thread-safe.
 */
public interface Announcements {

    /** The longest message, in characters. */
    int LONGEST = 4_000;

    /**
     * Sends messages, in a transaction of its own.
     *
     * @param messages of printable ASCII without a quote or backslash, none longer than {@link #LONGEST}
     */
    void send(List<String> messages);

    /**
     * Receives every message from now on. A lost connection is opened again.
     *
     * @param heard called on a thread of its own, one message after the other
     * @param missed called whenever messages may have been lost: after each loss of the connection
     */
    Listening listen(Consumer<String> heard, Runnable missed);

    /** A subscription, which ends when it is closed. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
