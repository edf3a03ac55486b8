package dev.agenthub.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewAttachment;
import dev.agenthub.api.Problem;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** {@link AgentClient} with the answers that a backend may give. */
class AgentClientTest {
    private static final UUID REQUEST = UUID.randomUUID();

    private final MockWebServer backend = new MockWebServer();
    private final JsonMapper json = new JsonMapper();
    private AgentClient agent;

    @BeforeEach
    void start() throws IOException {
        backend.start();
        agent = new AgentClient(backend.url("/").uri(), null, "aha_test");
    }

    @AfterEach
    void stop() {
        agent.close();
        backend.close();
    }

    private MockResponse.Builder answer(RequestState state) {
        return new MockResponse.Builder().addHeader("Content-Type", "application/json").body(json.writeValueAsString(
                new RequestStatus(REQUEST, "0".repeat(64), state, null, null, null, null, null, null, null,
                        null)));
    }

    private RequestStatus submit() {
        return agent.submit("ticket 4711", "tickets.create", Map.of("customer", "cus_9fK"), null);
    }

    @Test
    void asksAgainWithTheSameKeyWhereNoAnswerCame() throws Exception {
        backend.enqueue(answer(RequestState.PENDING).onResponseStart(new SocketEffect.CloseSocket()).build());
        backend.enqueue(answer(RequestState.PENDING).build());

        assertThat(submit().request()).isEqualTo(REQUEST);

        RecordedRequest first = backend.takeRequest();
        RecordedRequest second = backend.takeRequest();
        assertThat(first.getHeaders().get("Idempotency-Key")).isEqualTo("\"ticket 4711\"")
                .isEqualTo(second.getHeaders().get("Idempotency-Key"));
        assertThat(first.getBody()).isEqualTo(second.getBody());
        assertThat(second.getHeaders().get("Authorization")).isEqualTo("Bearer aha_test");
    }

    @Test
    void sendsFilesWithAnActionInTheirOrder() throws Exception {
        backend.enqueue(answer(RequestState.PENDING).build());
        agent.submit("report 1", "reports.send", Map.of(), null, List.of(
                NewAttachment.of("report.csv", "text/csv", new byte[]{'a', ';', 'b'}),
                NewAttachment.of("photo.png", "image/png", new byte[]{(byte) 0x89})));

        assertThat(json.readTree(Objects.requireNonNull(backend.takeRequest().getBody()).toByteArray())
                .get("attachments")).isEqualTo(json.readTree("""
                        [{"name":"report.csv","mediaType":"text/csv","content":"YTti"},
                         {"name":"photo.png","mediaType":"image/png","content":"iQ=="}]"""));
    }

    @Test
    void tellsAProblemByItsCodeAndDoesNotAskAgain() {
        backend.enqueue(new MockResponse.Builder().code(409).addHeader("Content-Type", Problem.MEDIA_TYPE)
                .body(json.writeValueAsString(Problem.of(ErrorCode.IDEMPOTENCY_KEY_REUSED, null))).build());

        assertThatThrownBy(this::submit).isInstanceOfSatisfying(BackendException.class, e -> {
            assertThat(e.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
            assertThat(e.status()).isEqualTo(409);
        });
        assertThat(backend.getRequestCount()).isEqualTo(1);
    }

    @Test
    void waitsFromOneStateToTheNextUntilTheEnd() throws Exception {
        for (RequestState state : new RequestState[]{RequestState.PENDING, RequestState.APPROVED,
                RequestState.EXECUTED}) {
            backend.enqueue(answer(state).build());
        }
        assertThat(agent.awaitEnd(REQUEST, Duration.ofMinutes(5)).state()).isEqualTo(RequestState.EXECUTED);

        String path = "/v1/requests/" + REQUEST + "/status";
        assertThat(backend.takeRequest().getTarget()).isEqualTo(path);
        assertThat(backend.takeRequest().getTarget()).isEqualTo(path + "?wait=60&known=pending");
        assertThat(backend.takeRequest().getTarget()).isEqualTo(path + "?wait=60&known=approved");
    }
}
