package dev.agenthub.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EventSubscriptionTest implements EventListener {
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private final List<ServerEvent> events = new CopyOnWriteArrayList<>();
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
        try (EventSubscription _ = People.signIn(backend, client, "Ada").client().events(this)) {
            awaitLive(1);
            backend.publish(ServerEvent.created(request, RequestState.PENDING));
            Awaitility.await().until(() -> events.size() == 1);

            backend.dropStreams();
            awaitLive(2);
            backend.publish(ServerEvent.changed(request, RequestState.APPROVED));
            Awaitility.await().until(() -> events.size() == 2);
        }
        assertThat(links).startsWith(Link.CONNECTING, Link.LIVE, Link.LOST, Link.CONNECTING, Link.LIVE);
        assertThat(events.getLast().state()).isEqualTo(RequestState.APPROVED);
    }

    @Test
    void staysSilentOnceItIsClosed() {
        EventSubscription subscription = People.signIn(backend, client, "Ada").client().events(this);
        awaitLive(1);
        subscription.close();
        int before = links.size();
        backend.dropStreams();
        Awaitility.await().during(Duration.ofMillis(400)).until(() -> links.size() == before);
    }

    @Override
    public void link(Link state) {
        links.add(state);
    }

    @Override
    public void event(ServerEvent event) {
        events.add(event);
    }

    private void awaitLive(int times) {
        Awaitility.await().until(() -> links.stream().filter(Link.LIVE::equals).count() == times);
    }
}
