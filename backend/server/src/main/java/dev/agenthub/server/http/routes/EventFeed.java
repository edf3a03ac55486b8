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
 * One listener's server-sent events: buffered, so that a slow listener holds nobody up,
 * and ended when it is too slow; it then connects again and asks for everything anew.
 */
final class EventFeed {

    private static final int BUFFERED = 1_000;
    private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.US_ASCII);

    private final BlockingQueue<Optional<Numbered>> queue = new ArrayBlockingQueue<>(BUFFERED);
    /** A heartbeat says that the backend lives, which costs nothing; whether its listener may listen is asked of the database. */
    private static final int HEARTBEATS_A_CHECK = 5;

    private final Duration heartbeat;
    private final AtomicBoolean doubted = new AtomicBoolean();
    private volatile boolean ended;

    EventFeed(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    /** Takes an event and returns at once. */
    void offer(Numbered event) {
        if (!queue.offer(Optional.of(event))) {
            end();
        }
    }

    /** Has its writer ask, before it writes anything more, whether the listener may still listen; returns at once. */
    void doubt() {
        doubted.set(true);
        if (!queue.offer(Optional.empty())) {
            end();
        }
    }

    /** Ends the feed from any thread; its writer notices at once, or after the event that it is writing. */
    void end() {
        ended = true;
        queue.clear();
        queue.add(Optional.empty());
    }

    /**
     * Writes until the feed ends or the listener goes away.
     *
     * @param stillAllowed asked at every fifth heartbeat and whenever that was doubted; throws when the listener may not listen any more
     * @throws IOException when the listener went away
     */
    void writeTo(OutputStream out, Runnable stillAllowed) throws IOException, InterruptedException {
        write(out, HEARTBEAT);
        int beats = 0;
        while (!ended) {
            Optional<Numbered> next = queue.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                beats++;
            }
            if (doubted.getAndSet(false) || beats == HEARTBEATS_A_CHECK) {
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
