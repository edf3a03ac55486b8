package dev.agenthub.server.http.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Tests what an agent is told of its requests, over HTTP. */
class StatusRoutesTest {
    private final TestOrganization org = new TestOrganization();

    private RequestStatus status(UUID request, String query) {
        return org.agent().get("/v1/requests/" + request + "/status" + query).as(RequestStatus.class);
    }

    @Test
    void answersAWaitingAgentAsSoonAsSomethingChanges() {
        TestMember bea = org.approver("Bea", "approvers");
        UUID request = org.submit("tickets.create");
        long before = System.nanoTime();
        assertThat(status(request, "?wait=1").state()).isEqualTo(RequestState.PENDING);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(900));

        CompletableFuture<RequestStatus> waiting = CompletableFuture
                .supplyAsync(() -> status(request, "?wait=60&known=pending"));
        bea.approve(request);
        assertThat(waiting.orTimeout(50, TimeUnit.SECONDS).join().state())
                .isNotEqualTo(RequestState.PENDING);
        await().until(() -> status(request, "?wait=60&known=approved").state() == RequestState.EXECUTED);
        assertThat(org.agent().get("/v1/requests/" + request + "/status?wait=61").code())
                .isEqualTo("REQUEST_MALFORMED");
    }

    @Test
    void answersAtOnceWhereTheRequestHasEndedWhateverTheAgentKnew() {
        UUID request = org.submit("tickets.create");
        org.approver("Bea", "approvers").deny(request);

        assertThat(CompletableFuture.supplyAsync(() -> status(request, "?wait=60&known=denied"))
                .orTimeout(50, TimeUnit.SECONDS).join().state()).isEqualTo(RequestState.DENIED);
    }

    @Test
    void refusesAStateThatIsNone() {
        UUID request = org.submit("tickets.create");

        assertThat(org.agent().get("/v1/requests/" + request + "/status?wait=1&known=waiting").code())
                .isEqualTo("REQUEST_MALFORMED");
    }

    @Test
    void tellsNothingToAnAgentWhoseKeyIsRevokedWhileItWaits() {
        UUID request = org.submit("tickets.create");
        String path = "/v1/requests/" + request + "/status?wait=60&known=pending";
        CompletableFuture<TestClient.Answer> waiting = CompletableFuture.supplyAsync(() -> org.agent().get(path));
        await().until(() -> TestBackend.get().events().hasListeners(org.org()));

        org.owner().client().post("/v1/agents/" + org.agentId() + "/disable", Map.of());

        assertThat(waiting.orTimeout(50, TimeUnit.SECONDS).join().code()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void tellsEveryChangeUntilTheEnd() {
        TestMember bea = org.approver("Bea", "approvers");
        UUID request = org.submit("tickets.create");
        List<RequestStatus> told = new CopyOnWriteArrayList<>();
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        EventSource source = EventSources.createFactory(org.agent().http()).newEventSource(
                org.agent().request("/v1/requests/" + request + "/events").build(), new EventSourceListener() {
                    @Override
                    public void onEvent(EventSource from, @Nullable String id, @Nullable String type, String data) {
                        assertThat(type).isEqualTo("status");
                        told.add(new JsonMapper().readValue(data, RequestStatus.class));
                    }

                    @Override
                    public void onClosed(EventSource from) {
                        ended.complete(true);
                    }
                });
        await().until(() -> told.size() == 1);
        bea.approve(request);
        ended.orTimeout(50, TimeUnit.SECONDS).join();
        assertThat(told.getFirst().state()).isEqualTo(RequestState.PENDING);
        assertThat(told.getLast().state()).isEqualTo(RequestState.EXECUTED);
        source.cancel();
    }

    @Test
    void takesARequestBackOnceAndForAll() {
        TestMember bea = org.approver("Bea", "approvers");
        UUID request = org.submit("tickets.create");
        String path = "/v1/requests/" + request + "/cancel";
        assertThat(new TestOrganization().agent().postRaw(path, "").code()).isEqualTo("NOT_FOUND");
        assertThat(org.agent().postRaw(path, "").as(RequestStatus.class).state()).isEqualTo(RequestState.CANCELLED);
        assertThat(org.agent().postRaw(path, "").as(RequestStatus.class).state()).isEqualTo(RequestState.CANCELLED);
        assertThat(bea.approve(request).code()).isEqualTo("REQUEST_NOT_PENDING");
        assertThat(org.eventsAbout(request)).containsExactly(EventType.APPROVAL_REQUESTED,
                EventType.APPROVAL_CANCELLED);

        UUID sent = org.submit("messages.send");
        await().until(() -> org.status(sent).state() == RequestState.EXECUTED);
        assertThat(org.agent().postRaw("/v1/requests/" + sent + "/cancel", "").code())
                .isEqualTo("REQUEST_NOT_PENDING");
    }

    @Test
    void countsWhatIsAskedWithoutTellingWhose() {
        UUID request = org.submit("tickets.create");
        org.status(request);
        String metrics = org.agent().get("/metrics").body();
        assertThat(metrics).contains("agenthub_up 1",
                "agenthub_http_requests_total{method=\"GET\",route=\"/v1/requests/{id}/status\",status=\"200\"}")
                .doesNotContain(request.toString()).doesNotContain(org.org().toString());
    }
}
