package dev.agenthub.db.connection;

import java.util.List;
import java.util.function.Consumer;

/**
 * Short messages between the backends of one database. Whoever listens when a message is sent hears it, the sender too; nothing is kept for
 * those who come later, and anybody who may connect can read along. Thread-safe.
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
     * Hears every message from now on. A connection that is lost is opened again.
     *
     * @param heard called on a thread of its own, one message after the other
     * @param missed called whenever messages may have been lost: after each loss of the connection
     */
    Listening listen(Consumer<String> heard, Runnable missed);

    /** Ends when it is closed. */
    interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
