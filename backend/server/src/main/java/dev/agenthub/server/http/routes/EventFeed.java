package dev.agenthub.server.http.routes;

import dev.agenthub.server.events.EventStream.Numbered;
import dev.agenthub.server.http.JsonBody;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Server-sent events of one listener. Events are buffered, so that a slow listener blocks nobody; where
 * the buffer overflows, the feed ends, and the client reconnects and reads everything again. Thread-safe.
 */
final class EventFeed {

    private static final int BUFFERED = 1_000;
    private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.US_ASCII);

    /** The listener's access is checked in the database only at every fifth heartbeat, since heartbeats themselves cost nothing. */
    private static final int HEARTBEATS_A_CHECK = 5;

    private final BlockingQueue<Optional<Numbered>> queue;
    private final Duration heartbeat;
    private final AtomicBoolean recheck = new AtomicBoolean();
    private volatile boolean ended;

    EventFeed(Duration heartbeat) {
        this(heartbeat, new ArrayBlockingQueue<>(BUFFERED));
    }

    /** With a buffer of another size. */
    EventFeed(Duration heartbeat, BlockingQueue<Optional<Numbered>> queue) {
        this.queue = queue;
        this.heartbeat = heartbeat;
    }

    /** Adds an event to the buffer; returns at once. */
    void offer(Numbered event) {
        if (!queue.offer(Optional.of(event))) {
            end();
        }
    }

    /** Makes the writer check the listener's access before it writes anything more; returns at once. */
    void recheckAccess() {
        recheck.set(true);
        if (!queue.offer(Optional.empty())) {
            end();
        }
    }

    /** Ends the feed, from any thread; the writer stops at once, or after the event that it is writing. */
    void end() {
        ended = true;
        queue.clear();
        // Wakes the writer; where others filled the buffer meanwhile, their events do.
        var _ = queue.offer(Optional.empty());
    }

    /**
     * Writes until the feed ends or the listener disconnects.
     *
     * @param stillAllowed called at every fifth heartbeat and after {@link #recheckAccess}; throws where the listener may no longer listen
     * @throws IOException where the listener disconnected
     */
    void writeTo(OutputStream out, Runnable stillAllowed) throws IOException, InterruptedException {
        write(out, HEARTBEAT);
        int beats = 0;
        while (!ended) {
            Optional<Numbered> next = queue.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                beats++;
            }
            if (recheck.getAndSet(false) || beats == HEARTBEATS_A_CHECK) {
                stillAllowed.run();
                beats = 0;
            }
            if (next == null) {
                write(out, HEARTBEAT);
            } else if (next.isPresent()) {
                write(out, event(next.get()));
            }
        }
    }

    private static void write(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    private static byte[] event(Numbered numbered) {
        String data = new String(JsonBody.bytes(numbered.event()), StandardCharsets.UTF_8);
        return ("id: " + numbered.id() + "\nevent: " + numbered.event().name() + "\ndata: " + data + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
