package dev.agenthub.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.ChallengeRequest;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestMember;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.http.limits.HttpLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Tests limits of callers on a backend with low limits. */
class AdmissionTest {

    private static final int SIGN_INS = 4;
    private static final int ENROLMENTS = 3;
    private static final int SUBMISSIONS = 2;
    private static final int STREAMS = 2;
    private static final int CONNECTIONS = 20;
    private static final int HEAD_SECONDS = 40;

    private final TestOrganization org = new TestOrganization();
    private final TestBackend.Serving backend = TestBackend.get().serving(new HttpLimits(
            HttpLimits.defaults().bodyMemory(), new HttpLimits.Rates(SIGN_INS, ENROLMENTS, SUBMISSIONS, 1_000),
            new HttpLimits.Streams(10, STREAMS), new HttpLimits.Connections(1_000, CONNECTIONS, HEAD_SECONDS)));
    private final TestClient anybody = new TestClient(backend.uri(), null);

    @AfterEach
    void stop() {
        backend.close();
    }

    private void refusesWith(int status, String code, String path, String body, TestClient client) throws IOException {
        Request request = client.request(path).post(RequestBody.create(body, MediaType.get("application/json")))
                .build();
        try (Response response = client.http().newCall(request).execute()) {
            assertThat(response.code()).isEqualTo(status);
            assertThat(Integer.parseInt(String.valueOf(response.header("Retry-After")))).isBetween(1, 60);
            assertThat(response.body().string()).contains("\"code\":\"" + code + "\"");
        }
    }

    @Test
    void refusesSignInsThatComeTooOften() throws IOException {
        for (int i = 0; i < SIGN_INS; i++) {
            assertThat(anybody.postRaw(i % 2 == 0 ? "/v1/sessions" : "/v1/sessions/challenges", "{}").code())
                    .isEqualTo("REQUEST_MALFORMED");
        }
        assertThat(anybody.post("/v1/sessions/challenges", new ChallengeRequest(org.org(), "0123456789abcdef")).code())
                .isEqualTo("TOO_MANY_REQUESTS");
        refusesWith(429, "TOO_MANY_REQUESTS", "/v1/sessions", "{}", anybody);
        assertThat(org.owner().client().at(backend.uri()).get("/v1/me").status()).isEqualTo(200);
    }

    /** Only Linux has more addresses of the machine itself than the one. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void countsTheSignInsOfEachAddressApart() throws IOException {
        for (int i = 0; i < SIGN_INS; i++) {
            assertThat(signIn("127.0.0.2")).isEqualTo("HTTP/1.1 400");
        }
        assertThat(signIn("127.0.0.2")).isEqualTo("HTTP/1.1 429");
        assertThat(signIn("127.0.0.3")).isEqualTo("HTTP/1.1 400");
    }

    private String signIn(String from) throws IOException {
        String status = "HTTP/1.1 400";
        try (Socket socket = new Socket(backend.uri().getHost(), backend.uri().getPort(), InetAddress.ofLiteral(from),
                0)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(("POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(status.length()), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void refusesEnrolmentsThatComeTooOften() throws IOException {
        for (int i = 0; i < ENROLMENTS; i++) {
            assertThat(anybody.postRaw("/v1/enrolments", "{}").code()).isEqualTo("REQUEST_MALFORMED");
        }
        assertThat(anybody.postRaw("/v1/enrolments", "{}").code()).isEqualTo("TOO_MANY_REQUESTS");
        refusesWith(429, "TOO_MANY_REQUESTS", "/v1/enrolments", "{}", anybody);
    }

    @Test
    void refusesSubmissionsOfOneAgentThatComeTooOften() throws IOException {
        TestClient agent = org.agent().at(backend.uri());
        for (int i = 0; i < SUBMISSIONS; i++) {
            assertThat(
                    agent.post("/v1/requests", TestOrganization.action("tickets.create", UUID.randomUUID().toString()))
                            .status())
                    .isEqualTo(201);
        }
        assertThat(agent.postRaw("/v1/requests", "{}").code()).isEqualTo("TOO_MANY_REQUESTS");
        refusesWith(429, "TOO_MANY_REQUESTS", "/v1/requests", "{}", agent);
        assertThat(new TestOrganization().agent().at(backend.uri()).post("/v1/requests",
                TestOrganization.action("tickets.create", UUID.randomUUID().toString())).status()).isEqualTo(201);
    }

    @Test
    void opensOnlySoManyStreamsOfOneMember() throws IOException {
        TestMember approver = org.approver("Bea", "approvers");
        List<Response> open = new ArrayList<>();
        try {
            for (int i = 0; i < STREAMS; i++) {
                open.add(stream(approver));
            }
            assertThat(open).extracting(Response::code).containsOnly(200);
            assertThat(approver.client().at(backend.uri()).get("/v1/events").code()).isEqualTo("TOO_MANY_STREAMS");
            try (Response other = stream(org.owner())) {
                assertThat(other.code()).isEqualTo(200);
            }
        } finally {
            open.forEach(Response::close);
        }
    }

    @Test
    void hangsUpOnWhoeverHasConnectionsEnoughAndTakesOthersInAgain() throws IOException {
        List<Socket> open = new ArrayList<>();
        try {
            while (open.size() < 3 * CONNECTIONS) {
                open.add(new Socket(backend.uri().getHost(), backend.uri().getPort()));
            }
            assertThat(open.stream().filter(AdmissionTest::answers)).hasSize(CONNECTIONS);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        await().until(() -> {
            try (Socket again = new Socket(backend.uri().getHost(), backend.uri().getPort())) {
                return answers(again);
            }
        });
    }

    private static boolean answers(Socket socket) {
        try {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write("GET /v1/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            return socket.getInputStream().read() == 'H';
        } catch (IOException e) {
            return false;
        }
    }

    private Response stream(TestMember member) throws IOException {
        TestClient client = member.client().at(backend.uri());
        return client.http().newCall(client.request("/v1/events").build()).execute();
    }

    @Test
    void describesItselfToStrangersInTheNetworkOnlyOnceTheyAreKnown() throws IOException {
        for (String header : new String[]{"X-Forwarded-For", "Forwarded"}) {
            assertThat(described(anybody, header)).isEqualTo(401);
            assertThat(described(org.agent().at(backend.uri()), header)).isEqualTo(200);
            assertThat(described(org.owner().client().at(backend.uri()), header)).isEqualTo(200);
        }
        assertThat(anybody.get("/v1/openapi.json").status()).isEqualTo(200);
    }

    private static int described(TestClient client, String header) throws IOException {
        Request request = client.request("/v1/openapi.json").header(header, "for=192.0.2.1").build();
        try (Response response = client.http().newCall(request).execute()) {
            return response.code();
        }
    }
}
