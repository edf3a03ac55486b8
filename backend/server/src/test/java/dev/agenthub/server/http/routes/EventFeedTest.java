package dev.agenthub.server.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ServerEvent;
import dev.agenthub.server.events.EventStream.Numbered;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import org.junit.jupiter.api.Test;

/** Tests what a listener's feed writes, and when it ends. */
class EventFeedTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private static Numbered event(long id) {
        return new Numbered(id, ServerEvent.appended(id));
    }

    private String written() {
        return out.toString(StandardCharsets.US_ASCII);
    }

    /** Another thread can fill the buffer between the two steps of the end. */
    @Test
    void endsWhereTheBufferFillsUpMeanwhile() throws Exception {
        var filledAgain = new ArrayBlockingQueue<Optional<Numbered>>(1) {
            private static final long serialVersionUID = 1;

            @Override
            public void clear() {
                super.clear();
                add(Optional.of(event(2)));
            }
        };
        EventFeed feed = new EventFeed(LONG, filledAgain);

        feed.offer(event(1));
        feed.offer(event(3));

        feed.writeTo(out, () -> {});
        assertThat(written()).isEqualTo(": still here\n\n");
    }

    @Test
    void endsWhereTheListenerIsTooSlow() throws Exception {
        EventFeed feed = new EventFeed(LONG, new ArrayBlockingQueue<>(2));
        feed.offer(event(1));
        feed.offer(event(2));
        feed.offer(event(3));

        feed.writeTo(out, () -> {});
        assertThat(written()).isEqualTo(": still here\n\n");
    }

    @Test
    void endsWhereThereIsNoRoomToAskForACheck() throws Exception {
        EventFeed feed = new EventFeed(LONG, new ArrayBlockingQueue<>(1));
        feed.offer(event(1));
        feed.recheckAccess();

        feed.writeTo(out, () -> {});
        assertThat(written()).isEqualTo(": still here\n\n");
    }

    @Test
    void checksAccessBeforeTheNextEvent() throws Exception {
        EventFeed feed = new EventFeed(LONG);
        feed.offer(event(1));
        feed.recheckAccess();

        feed.writeTo(out, feed::end);
        assertThat(written()).startsWith(": still here\n\n").doesNotContain("id: 2").doesNotContain("id: 3");
    }

    /** Every fifth heartbeat, and again after five more. */
    @Test
    void checksAccessAtEveryFifthHeartbeat() throws Exception {
        EventFeed feed = new EventFeed(SHORT);
        int[] checks = {0};

        feed.writeTo(out, () -> {
            if (++checks[0] == 2) {
                feed.end();
            }
        });
        assertThat(written()).isEqualTo(": still here\n\n".repeat(1 + 10));
    }
}
