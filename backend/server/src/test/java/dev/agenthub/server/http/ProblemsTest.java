package dev.agenthub.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestOrganization;
import dev.agenthub.server.http.openapi.DescribedRoutes;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.Test;

/** Tests that every wrong request gets a problem document with a stable code. */
class ProblemsTest {

    private final TestOrganization org = new TestOrganization();
    private final TestClient owner = org.owner().client();

    private String submit(String body) {
        return org.agent().postRaw("/v1/requests", body).code();
    }

    private static String action(String tool, String arguments) {
        return "{\"tool\":\"" + tool + "\",\"arguments\":" + arguments + ",\"idempotencyKey\":\"" + UUID.randomUUID()
                + "\"}";
    }

    @Test
    void namesUnknownPathsMethodsAndRequests() {
        assertThat(owner.get("/v1/nothing").code()).isEqualTo("NOT_FOUND");
        assertThat(owner.delete("/v1/requests").code()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(owner.get("/v1/requests/" + UUID.randomUUID()).code()).isEqualTo("NOT_FOUND");
        assertThat(owner.get("/v1/requests/not-a-uuid").code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void refusesBodiesThatAreNotWhatTheyShouldBe() {
        TestClient anonymous = new TestClient(TestBackend.get().uri(), null);
        for (String body : new String[]{"", "null", "[]", "{", "{\"org\":1}", "{\"org\":\"x\",\"key\":\"y\"}",
                "{\"unknown\":1}"}) {
            assertThat(anonymous.postRaw("/v1/sessions/challenges", body).code()).as(body)
                    .isEqualTo("REQUEST_MALFORMED");
        }
        assertThat(owner.get("/v1/requests?state=some").code()).isEqualTo("REQUEST_MALFORMED");
        assertThat(owner.get("/v1/requests?cursor=x").code()).isEqualTo("REQUEST_MALFORMED");
        assertThat(owner.get("/v1/requests?limit=-1").code()).isEqualTo("REQUEST_MALFORMED");
    }

    @Test
    void readsNoMoreThan16KibibytesOfWhomItDoesNotKnow() {
        TestClient anonymous = new TestClient(TestBackend.get().uri(), null);
        String padding = " ".repeat(16 * 1024);
        assertThat(anonymous.postRaw("/v1/sessions/challenges", padding).code()).isEqualTo("REQUEST_MALFORMED");
        for (String path : new String[]{"/v1/sessions/challenges", "/v1/sessions", "/v1/enrolments"}) {
            assertThat(anonymous.postRaw(path, padding + " ").code()).as(path).isEqualTo("TOO_LARGE");
        }
        assertThat(owner.postRaw("/v1/members/invitations", padding + " ").code()).isEqualTo("REQUEST_MALFORMED");
    }

    @Test
    void refusesWhoShowsNoKeyBeforeTheBodyArrives() throws IOException {
        try (Socket socket = new Socket(TestBackend.get().uri().getHost(), TestBackend.get().uri().getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write("POST /v1/requests HTTP/1.1\r\nHost: localhost\r\nContent-Length: 16000000\r\n\r\n{"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 401");
        }
    }

    @Test
    void refusesArgumentsThatCannotBeKeptWithoutLoss() {
        for (String number : new String[]{"9007199254740993", "1e400", "333333333.33333329", "1e-400"}) {
            assertThat(submit(action("tickets.create", "{\"customer\":\"c\",\"limit\":" + number + "}"))).as(number)
                    .isEqualTo("PAYLOAD_NOT_CANONICAL");
        }
        assertThat(submit(action("tickets.create", "{\"customer\":\"c\",\"customer\":\"d\"}")))
                .isEqualTo("PAYLOAD_NOT_CANONICAL");
        assertThat(submit(action("tickets.create", "{\"customer\":\"\\ud800\"}"))).isEqualTo("PAYLOAD_NOT_CANONICAL");
        assertThat(submit("not json")).isEqualTo("PAYLOAD_NOT_CANONICAL");
    }

    @Test
    void refusesArgumentsThatDoNotFitTheSchema() {
        assertThat(submit(action("tickets.create", "{}"))).isEqualTo("ARGUMENTS_INVALID");
        assertThat(submit(action("tickets.create", "{\"customer\":7}"))).isEqualTo("ARGUMENTS_INVALID");
        assertThat(submit(action("tickets.create", "{\"customer\":\"c\",\"other\":1}"))).isEqualTo("ARGUMENTS_INVALID");
        assertThat(submit(action("tickets.create", "{\"customer\":\"c\",\"limit\":\"50\"}")))
                .isEqualTo("ARGUMENTS_INVALID");
        assertThat(submit(action("tickets.create", "{\"customer\":\"c\",\"limit\":100.00000000000001}")))
                .isEqualTo("ARGUMENTS_INVALID");
        assertThat(submit(action("tickets.create", "{\"customer\":\"..\"}"))).isEqualTo("ARGUMENTS_INVALID");
    }

    @Test
    void refusesABodyOfMoreThanSixteenMebibytes() {
        String body = action("tickets.create", "{\"customer\":\"c\"}");
        int largest = 16 << 20;

        assertThat(submit(body + " ".repeat(largest + 1 - body.length()))).isEqualTo("TOO_LARGE");
        assertThat(org.agent().postRaw("/v1/requests", body + " ".repeat(largest - body.length())).status())
                .isEqualTo(201);
    }

    @Test
    void countsABodyOfUndeclaredLengthWhileItComes() throws IOException {
        RequestBody undeclared = new RequestBody() {
            @Override
            public MediaType contentType() {
                return MediaType.get("application/json");
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.writeUtf8(" ".repeat((16 << 20) + 1));
            }
        };

        try (Response response = org.agent().http()
                .newCall(org.agent().request("/v1/requests").post(undeclared).build()).execute()) {
            assertThat(response.code()).isEqualTo(413);
            assertThat(response.body().string()).contains("\"TOO_LARGE\"");
        }
    }

    @Test
    void saysOnlyThatTheServerFailedWhereItDid() {
        Callers callers = TestBackend.get().callers();
        Routes broken = () -> List.of(Endpoint.get("/v1/health/broken", "Fails").does(_ -> {
            throw new IllegalStateException("the password is hunter2");
        }));
        try (HttpServer server = HttpServer.start(HttpServer.Binding.loopback(0), callers,
                List.of(new DescribedRoutes(List.of(broken), callers.authentication())))) {
            TestClient.Answer answer = new TestClient(server.uri(), null).get("/v1/health/broken");

            assertThat(answer.code()).isEqualTo("INTERNAL");
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("hunter2");
        }
    }

    @Test
    void refusesUnknownToolsAndMembers() {
        assertThat(submit(action("tickets.delete", "{\"customer\":\"c\"}"))).isEqualTo("TOOL_UNKNOWN");
        assertThat(submit("{\"tool\":\"tickets.create\",\"arguments\":{},\"idempotencyKey\":\"k\",\"approved\":true}"))
                .isEqualTo("REQUEST_MALFORMED");
        assertThat(submit("{\"tool\":\"tickets.create\",\"arguments\":{},\"idempotencyKey\":\"\"}"))
                .isEqualTo("REQUEST_MALFORMED");
    }

    @Test
    void keepsTheAuditLogToThoseWhoMayReadIt() {
        assertThat(org.approver("Bea", "approvers").client().get("/v1/audit").code()).isEqualTo("FORBIDDEN");
        assertThat(owner.get("/v1/audit").status()).isEqualTo(200);
        assertThat(owner.get("/v1/audit/events?limit=2").body()).contains("\"next\"");
    }

    @Test
    void saysNothingOfWhatWentWrongInside() {
        assertThat(owner.postRaw("/v1/audit/exports", "{\"payloads\":\"perhaps\"}").body()).doesNotContain("jackson")
                .doesNotContain("Exception");
    }
}
