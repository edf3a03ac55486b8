package dev.agenthub.server.http.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Tests the event stream as the desktop uses it. */
class EventRoutesTest {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final TestOrganization org = new TestOrganization();

    /** What one client heard so far. */
    private static final class Heard extends EventSourceListener {

        private final List<ServerEvent> events = new CopyOnWriteArrayList<>();
        private final List<Long> ids = new CopyOnWriteArrayList<>();
        private volatile boolean open;
        private volatile @Nullable Integer refused;

        @Override
        public void onOpen(EventSource source, Response response) {
            open = true;
        }

        @Override
        public void onEvent(EventSource source, @Nullable String id, @Nullable String type, String data) {
            ServerEvent event = MAPPER.readValue(data, ServerEvent.class);
            assertThat(event.name()).isEqualTo(type);
            ids.add(Long.valueOf(String.valueOf(id)));
            events.add(event);
        }

        @Override
        public void onFailure(EventSource source, @Nullable Throwable cause, @Nullable Response response) {
            refused = response == null ? null : response.code();
        }
    }

    private static EventSource listen(TestMember member, Heard heard) {
        EventSource source = EventSources.createFactory(member.client().http())
                .newEventSource(member.client().request("/v1/events").build(), heard);
        await().until(() -> heard.open);
        return source;
    }

    @Test
    void tellsOfANewRequestAndItsDecision() {
        TestMember approver = org.approver("Bea", "approvers");
        Heard heard = new Heard();
        EventSource source = listen(approver, heard);
        try {
            UUID request = org.submit("tickets.create");
            await().untilAsserted(
                    () -> assertThat(heard.events).contains(ServerEvent.created(request, RequestState.PENDING)));

            approver.approve(request);

            await().untilAsserted(
                    () -> assertThat(heard.events).contains(ServerEvent.changed(request, RequestState.APPROVED),
                            ServerEvent.changed(request, RequestState.EXECUTED)));
            assertThat(heard.events)
                    .anySatisfy(event -> assertThat(event.name()).isEqualTo(ServerEvent.AUDIT_APPENDED));
            assertThat(heard.ids).isSorted().doesNotHaveDuplicates();
        } finally {
            source.cancel();
        }
    }

    @Test
    void tellsNothingOfAnotherOrganization() {
        Heard heard = new Heard();
        EventSource source = listen(new TestOrganization().owner(), heard);
        try {
            TestMember approver = org.approver("Bea", "approvers");
            UUID request = org.submit("tickets.create");
            approver.approve(request);
            await().untilAsserted(() -> assertThat(org.status(request).state()).isEqualTo(RequestState.EXECUTED));

            assertThat(heard.events).isEmpty();
        } finally {
            source.cancel();
        }
    }

    @Test
    void refusesListenersWhoAreNotSignedIn() {
        Heard heard = new Heard();
        EventSources.createFactory(org.agent().http()).newEventSource(org.agent().request("/v1/events").build(), heard);

        await().until(() -> heard.refused != null);
        assertThat(heard.refused).isEqualTo(401);
    }
}
