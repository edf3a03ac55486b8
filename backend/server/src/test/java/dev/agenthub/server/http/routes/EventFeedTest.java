package dev.agenthub.server.http.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ServerEvent;
import dev.agenthub.server.events.EventStream.Numbered;
import dev.agenthub.server.http.JsonBody;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests what a listener's feed writes, and when it ends; a feed that does not end is a failure. */
@Timeout(60)
class EventFeedTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private static Numbered event(long id) {
        return new Numbered(id, ServerEvent.appended(id));
    }

    /** Keeps what is written back until it is sent, and ends the feed once that was done so many times. */
    private OutputStream endingAfter(int times, EventFeed feed) {
        return new BufferedOutputStream(out) {
            private int sent;

            @Override
            public synchronized void flush() throws IOException {
                super.flush();
                if (++sent == times) {
                    feed.end();
                }
            }
        };
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

    @Test
    void writesTheIdTheNameAndTheDataOfAnEventAndSendsThemAtOnce() throws Exception {
        EventFeed feed = new EventFeed(LONG);
        feed.offer(event(7));
        feed.offer(event(8));

        feed.writeTo(endingAfter(2, feed), () -> {});
        assertThat(written()).isEqualTo(": still here\n\nid: 7\nevent: " + ServerEvent.appended(7).name() + "\ndata: "
                + new String(JsonBody.bytes(ServerEvent.appended(7)), StandardCharsets.US_ASCII) + "\n\n");
    }

    @Test
    void checksAccessOnceForEachTimeThatItIsAsked() throws Exception {
        EventFeed feed = new EventFeed(LONG);
        int[] checks = {0};
        feed.recheckAccess();
        feed.offer(event(1));
        feed.offer(event(2));

        feed.writeTo(endingAfter(3, feed), () -> checks[0]++);
        assertThat(checks[0]).isEqualTo(1);
    }

    /** Every fifth heartbeat, and again after five more. */
    @Test
    void checksAccessAtEveryFifthHeartbeat() throws Exception {
        EventFeed feed = new EventFeed(SHORT);
        int[] checks = {0};

        feed.writeTo(endingAfter(12, feed), () -> {
            if (++checks[0] == 2) {
                feed.end();
            }
        });
        assertThat(written()).isEqualTo(": still here\n\n".repeat(1 + 10));
    }
}
