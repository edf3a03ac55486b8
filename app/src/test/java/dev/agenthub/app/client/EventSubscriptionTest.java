package dev.agenthub.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.testing.FreezingProxy;
import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestTimeout;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventSubscriptionTest {
    private final Heard heard = new Heard();
    private TestBackend backend;
    private BackendClient client;

    @BeforeEach
    void open() throws IOException {
        backend = new TestBackend();
        client = new BackendClient(backend.uri());
    }

    @AfterEach
    void close() {
        client.close();
        backend.close();
    }

    @Test
    void hearsEventsAndComesBackAfterTheStreamBroke() {
        UUID request = UUID.randomUUID();
        try (EventSubscription _ = People.signIn(backend, client, "Ada").client().events(heard)) {
            heard.awaitLive(1);
            backend.publish(ServerEvent.created(request, RequestState.PENDING));
            TestTimeout.await("an event").until(() -> heard.events.size() == 1);

            backend.dropStreams();
            heard.awaitLive(2);
            backend.publish(ServerEvent.changed(request, RequestState.APPROVED));
            TestTimeout.await("an event").until(() -> heard.events.size() == 2);
        }
        assertThat(heard.links).startsWith(EventListener.Link.CONNECTING, EventListener.Link.LIVE,
                EventListener.Link.CONNECTING, EventListener.Link.LIVE);
        assertThat(heard.events.getLast().state()).isEqualTo(RequestState.APPROVED);
    }

    @Test
    void saysThatAServerIsFrozenAndComesBackWhenItAnswersAgain() throws IOException {
        try (FreezingProxy proxy = new FreezingProxy(backend.uri());
                BackendClient through = new BackendClient(proxy.uri());
                EventSubscription _ = People.signIn(backend, through, "Ada").client().events(heard)) {
            heard.awaitLive(1);
            proxy.freeze();
            long since = System.nanoTime();
            TestTimeout.await("silence").until(() -> heard.links.getLast() == EventListener.Link.SILENT);
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isBetween(Duration.ofSeconds(1),
                    Duration.ofSeconds(15));
            proxy.thaw();
            heard.awaitLive(2);
            backend.publish(ServerEvent.created(UUID.randomUUID(), RequestState.PENDING));
            TestTimeout.await("an event").until(() -> heard.events.size() == 1);
        }
        assertThat(heard.links).containsExactly(EventListener.Link.CONNECTING, EventListener.Link.LIVE,
                EventListener.Link.SILENT, EventListener.Link.LIVE);
    }

    @Test
    void livesAsLongAsNothingHappens() {
        try (EventSubscription _ = People.signIn(backend, client, "Ada").client().events(heard)) {
            heard.awaitLive(1);
            TestTimeout.await("two silences").pollDelay(Duration.ofSeconds(9)).until(() -> true);
        }
        assertThat(heard.links).containsExactly(EventListener.Link.CONNECTING, EventListener.Link.LIVE);
    }

    @Test
    void staysSilentOnceItIsClosed() {
        MemberClient member = People.signIn(backend, client, "Ada").client();
        Heard witness = new Heard();
        try (EventSubscription _ = member.events(witness)) {
            EventSubscription subscription = member.events(heard);
            heard.awaitLive(1);
            witness.awaitLive(1);
            subscription.close();
            int before = heard.links.size();
            backend.dropStreams();
            witness.awaitLive(2);
            backend.publish(ServerEvent.created(UUID.randomUUID(), RequestState.PENDING));
            TestTimeout.await("an event").until(() -> witness.events.size() == 1);
            assertThat(heard.links).hasSize(before);
            assertThat(heard.events).isEmpty();
        }
    }

    /** Records what it was told. */
    private static final class Heard implements EventListener {
        private final List<Link> links = new CopyOnWriteArrayList<>();
        private final List<ServerEvent> events = new CopyOnWriteArrayList<>();

        @Override
        public void link(Link state) {
            links.add(state);
        }

        @Override
        public void event(ServerEvent event) {
            events.add(event);
        }

        private void awaitLive(int times) {
            TestTimeout.await("link " + times).until(() -> links.stream().filter(Link.LIVE::equals).count() == times);
        }
    }
}
