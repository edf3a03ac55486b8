package dev.agenthub.server.http.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.RequestStatus;
import dev.agenthub.evidence.Thorough;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.http.limits.HttpLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests members with as many event streams as the default limits allow, all at once. */
class ManyStreamsTest {
    private static final int AT_LEAST = 300;
    private static final int OF_MEMBER = HttpLimits.Streams.DEFAULTS.ofCaller();
    private static final int MEMBERS = Math.ceilDiv(AT_LEAST, OF_MEMBER);
    private static final int CALLS = 20;
    /** Far more than a call takes, and far less than one takes that waits for a stream to end. */
    private static final Duration PROMPT = Duration.ofSeconds(Thorough.ON ? 1 : 10);

    private final TestOrganization org = new TestOrganization();
    private final TestBackend.Serving backend = TestBackend.get().serving(HttpLimits.defaults());
    private final List<Call> calls = new ArrayList<>();
    private final List<Response> streams = new ArrayList<>();

    @AfterEach
    void stop() {
        calls.forEach(Call::cancel);
        backend.close();
    }

    @Test
    void threeHundredStreamsAtTheCapStopNeitherTheOwnerNorTheBackend() throws IOException {
        TestClient owner = org.owner().client().at(backend.uri());
        for (int i = 0; i < MEMBERS; i++) {
            TestMember member = org.approver("Member " + i, "approvers");
            for (int j = 0; j < OF_MEMBER; j++) {
                streams.add(stream(member));
            }
            assertThat(member.client().at(backend.uri()).get("/v1/events").code()).isEqualTo("TOO_MANY_STREAMS");
        }
        assertThat(streams).hasSizeGreaterThanOrEqualTo(AT_LEAST).extracting(Response::code).containsOnly(200);

        for (int i = 0; i < CALLS; i++) {
            long begun = System.nanoTime();
            assertThat(owner.get(i % 2 == 0 ? "/v1/me" : "/v1/members").status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PROMPT);
        }
        try (Response ownersStream = stream(org.owner())) {
            UUID request = org.agent().at(backend.uri())
                    .post("/v1/requests", TestOrganization.action("tickets.create", "heard by all"))
                    .as(RequestStatus.class).request();
            hears(ownersStream, request);
            for (Response stream : streams) {
                hears(stream, request);
            }
        }
    }

    /** No heartbeat comes in tests: that they are gone is noticed when something is written to them. */
    @Test
    void thePlacesOfListenersWhoWentAwayAreFreeAgain() throws IOException {
        TestMember member = org.approver("Bea", "approvers");
        for (int j = 0; j < OF_MEMBER; j++) {
            streams.add(stream(member));
        }
        calls.forEach(Call::cancel);
        TestClient agent = org.agent().at(backend.uri());
        await().until(() -> {
            agent.post("/v1/requests", TestOrganization.action("tickets.create", UUID.randomUUID().toString()));
            try (Response again = stream(member)) {
                return again.code() == 200;
            }
        });
    }

    private Response stream(TestMember member) throws IOException {
        TestClient client = member.client().at(backend.uri());
        Call call = client.http().newCall(client.request("/v1/events").build());
        calls.add(call);
        return call.execute();
    }

    private static void hears(Response stream, UUID request) throws IOException {
        BufferedSource lines = stream.body().source();
        while (!Objects.requireNonNull(lines.readUtf8Line(), "the end of a stream").contains(request.toString())) {
            // Of something else.
        }
    }
}
