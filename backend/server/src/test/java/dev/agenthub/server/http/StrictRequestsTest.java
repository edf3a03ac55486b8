package dev.agenthub.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Problem;
import dev.agenthub.server.TestBackend;
import dev.agenthub.server.TestClient;
import dev.agenthub.server.TestOrganization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Tests that ambiguous requests are refused, and that the answer says what to change. */
class StrictRequestsTest {

    private final TestOrganization org = new TestOrganization();
    private final TestClient owner = org.owner().client();

    private static @Nullable String detail(TestClient.Answer answer) {
        assertThat(answer.code()).isEqualTo("REQUEST_MALFORMED");
        return new JsonMapper().readValue(answer.body(), Problem.class).detail();
    }

    private TestClient.Answer typed(String path, String body, @Nullable String type) throws IOException {
        try (Response response = owner.http().newCall(owner.request(path)
                .post(RequestBody.create(body.getBytes(StandardCharsets.UTF_8),
                        type == null ? null : MediaType.get(type)))
                .build()).execute()) {
            return new TestClient.Answer(response.code(), response.header("Content-Type", ""), null,
                    response.body().string());
        }
    }

    @Test
    void refusesTwoCredentialsOfOneCall() throws IOException {
        for (String path : new String[]{"/v1/requests", "/v1/events", "/metrics"}) {
            try (Response response = owner.http()
                    .newCall(owner.request(path).addHeader("Authorization", "Bearer another").build()).execute()) {
                assertThat(response.code()).as(path).isEqualTo(400);
                assertThat(response.body().string()).contains("\"REQUEST_MALFORMED\"", "Authorization comes once.");
            }
        }
    }

    @Test
    void namesTheMethodsThatAnAddressHas() throws IOException {
        try (Response response = owner.http().newCall(owner.request("/v1/requests").delete().build()).execute()) {
            assertThat(response.code()).isEqualTo(405);
            assertThat(String.valueOf(response.header("Allow")).split(", ")).containsExactlyInAnyOrder("GET", "POST");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data",
            "application/json; charset=utf-16", "application/jsonx"})
    void refusesABodyThatDoesNotCallItselfJson(String type) throws IOException {
        TestClient.Answer answer = typed("/v1/groups", "{\"name\":\"typed\"}", type);

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("MEDIA_TYPE_UNSUPPORTED");
    }

    @Test
    void refusesABodyWithoutAType() throws IOException {
        assertThat(typed("/v1/groups", "{\"name\":\"typed\"}", null).code()).isEqualTo("MEDIA_TYPE_UNSUPPORTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8",
            "Application/JSON;charset=\"UTF-8\""})
    void takesABodyThatCallsItselfJson(String type) throws IOException {
        assertThat(typed("/v1/groups", "{\"name\":\"typed\"}", type).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "identity, gzip", "Zstd"})
    void refusesACompressedBodyAndNamesTheCodingThatItReads(String coding) throws IOException {
        try (Response response = encoded(coding)) {
            assertThat(response.code()).isEqualTo(415);
            assertThat(response.header("Accept-Encoding")).isEqualTo("identity");
            assertThat(response.body().string()).contains("\"CONTENT_ENCODING_UNSUPPORTED\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "Identity", ""})
    void takesABodyThatSaysItIsNotCompressed(String coding) throws IOException {
        try (Response response = encoded(coding)) {
            assertThat(response.code()).isEqualTo(201);
        }
    }

    private Response encoded(String coding) throws IOException {
        return owner.http().newCall(owner.request("/v1/groups").header("Content-Encoding", coding)
                .post(RequestBody.create("{\"name\":\"encoded\"}", MediaType.get("application/json"))).build())
                .execute();
    }

    /** Every path of the API, also those that take an id at their end. */
    @Test
    void findsNothingAtAPathWithASlashAtItsEnd() {
        Set<String> paths = TestBackend.get().routes().stream()
                .map(route -> route.substring(route.indexOf(' ') + 1).replaceAll("\\{[^}]*}",
                        UUID.randomUUID().toString()))
                .collect(Collectors.toSet());
        assertThat(paths).contains("/v1/health", "/v1/requests", "/v1/openapi.json", "/metrics");
        for (String path : paths) {
            assertThat(owner.get(path + "/").code()).as(path).isEqualTo("NOT_FOUND");
            assertThat(owner.postRaw(path + "/", "{}").code()).as(path).isEqualTo("NOT_FOUND");
        }
        assertThat(owner.get("/v1/requests/?state=open").code()).isEqualTo("NOT_FOUND");
    }

    @Test
    void takesACallWithoutABodyWhateverItsType() throws IOException {
        UUID request = org.submit("tickets.create");
        try (Response response = org.agent().http().newCall(org.agent().request("/v1/requests/" + request + "/cancel")
                .post(RequestBody.create(new byte[0], null)).build()).execute()) {
            assertThat(response.code()).isEqualTo(200);
        }
    }

    @Test
    void namesAMemberThatItDoesNotKnowAndThoseThatItDoes() {
        assertThat(detail(owner.postRaw("/v1/groups", "{\"nmae\":\"a secret\"}")))
                .isEqualTo("\"/nmae\": there is no such member. Known there: name.");
        assertThat(detail(owner.postRaw("/v1/members/invitations",
                "{\"name\":\"Bea\",\"roles\":[\"approver\",\"a secret\"],\"groups\":[]}"))).contains("\"/roles/1\"")
                .doesNotContain("a secret");
        assertThat(detail(org.agent().postRaw("/v1/requests", "{\"toool\":\"a secret\"}")))
                .startsWith("\"/toool\": there is no such member.").doesNotContain("a secret");
        assertThat(detail(owner.postRaw("/v1/agents/previews", "{\"manifset\":{}}"))).startsWith("\"/manifset\"");
        assertThat(detail(owner.postRaw("/v1/requests/" + UUID.randomUUID() + "/edits", "{\"reson\":\"x\"}")))
                .startsWith("\"/reson\"");
        assertThat(detail(owner.postRaw("/v1/groups", "{\"" + "n".repeat(100_000) + "\":1}"))).hasSizeLessThan(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            limit=-1   | limit is not a whole number, at least 0, in digits alone.
            limit=1.5  | limit is not a whole number, at least 0, in digits alone.
            state=some | state is not some of pending, approved, denied, expired, cancelled, executing, executed, failed, unknown, refused, separated by commas, or all, or decided, or open.
            risk=some  | risk is not some of low, medium, high, separated by commas.
            """)
    void saysWhatAParameterTakes(String query, String expected) {
        assertThat(detail(owner.get("/v1/requests?" + query))).isEqualTo(expected);
    }

    @Test
    void readsAnIdInCapitalsWhereverItStands() {
        UUID request = org.submit("tickets.create");
        String capitals = request.toString().toUpperCase(Locale.ROOT);

        assertThat(owner.get("/v1/requests/" + capitals).status()).isEqualTo(200);
        assertThat(owner.get("/v1/requests?agent=" + org.agentId().toString().toUpperCase(Locale.ROOT)).body())
                .contains(request.toString());
        assertThat(owner.get("/v1/audit/events?subject=" + capitals).body()).contains("\"seq\"");
        assertThat(owner.post("/v1/sessions/challenges",
                Map.of("org", org.org().toString().toUpperCase(Locale.ROOT), "key", "0123456789abcdef")).status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"AZmgAAAAcACAAAAAAAAAAQ==\"", "\"0-0-0-0-1\"", "7", "\"\""})
    void readsNothingElseAsAnId(String id) {
        assertThat(
                detail(owner.postRaw("/v1/sessions/challenges", "{\"org\":" + id + ",\"key\":\"0123456789abcdef\"}")))
                .contains("\"/org\"");
    }
}
