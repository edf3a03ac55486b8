package dev.agenthub.server.connectors.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.connectors.vault.CredentialVault;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.HttpUrl;
import okio.Buffer;
import okio.ByteString;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that hostile providers and addresses cannot make the HTTP client do more than the one call. */
class OutboundTest {
    private static final SecretBytes TOKEN = SecretBytes.ofText("sandbox-token-4eC39HqLyjWDarjt");
    private static final SecretBytes OTHER = SecretBytes.ofText("refresh-token-8Yb2Ke5sPv1Hd");
    private static final ByteString BODY = ByteString.encodeUtf8("{\"amount\":\"480.00\"}");
    /** Long enough for a busy machine to have sent the call before it is given up. */
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Map<String, String> HEADERS = Map.of("Content-Type", "application/json", "Idempotency-Key",
            "k1");

    private final MockWebServer provider = new MockWebServer();
    private Outbound outbound = outbound(0);

    @BeforeEach
    void start() throws Exception {
        provider.start(InetAddress.getLoopbackAddress(), 0);
        outbound = outbound(provider.getPort());
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void sendsWhatWasApprovedAndTheCredentialAndNothingElse() throws Exception {
        provider.enqueue(new MockResponse.Builder().code(201).body("{\"id\":\"re_1\"}").build());

        CallResult result = call("POST", url("/refunds?x=1"));

        assertThat(result).isInstanceOfSatisfying(CallResult.Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(201);
            assertThat(answered.body().utf8()).isEqualTo("{\"id\":\"re_1\"}");
            assertThat(answered.digest()).isEqualTo(ByteString.encodeUtf8("{\"id\":\"re_1\"}").sha256());
            assertThat(answered.complete()).isTrue();
        });
        RecordedRequest request = provider.takeRequest();
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getTarget()).isEqualTo("/refunds?x=1");
        assertThat(request.getBody()).isEqualTo(BODY);
        assertThat(request.getHeaders().names()).containsExactlyInAnyOrder("Authorization", "Content-Length",
                "Content-Type", "Host", "Idempotency-Key");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN.text());
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void carriesTheCredentialInItsOwnHeaderWhichNoActionSets() throws Exception {
        provider.enqueue(new MockResponse.Builder().body("{}").build());
        var access = access(url(""), new CredentialForm("X-Api-Key", "key "), true);

        assertThat(outbound.call(new OutboundCall("POST", url("/refunds"), Map.of("x-api-key", "mine"), BODY), access,
                TOKEN, List.of(OTHER)).code()).isEqualTo("CALL_HEADER_REFUSED");
        outbound.call(new OutboundCall("POST", url("/refunds"), HEADERS, BODY), access, TOKEN, List.of(OTHER));

        RecordedRequest request = provider.takeRequest();
        assertThat(request.getHeaders().get("X-Api-Key")).isEqualTo("key " + TOKEN.text());
        assertThat(request.getHeaders().get("Authorization")).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsNoRedirect(int status) {
        provider.enqueue(new MockResponse.Builder().code(status).addHeader("Location", url("/elsewhere")).build());
        provider.enqueue(new MockResponse.Builder().build());

        assertThat(call("POST", url("/refunds")).code()).isEqualTo("HTTP_" + status);
        assertThat(provider.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"POST,408", "POST,421", "POST,429", "POST,500", "POST,503", "GET,408", "GET,503", "DELETE,503",
            "GET,401"})
    void sendsOnceWhateverTheAnswerAsksFor(String method, int status) {
        provider.enqueue(new MockResponse.Builder().code(status).addHeader("Retry-After", "0").build());
        provider.enqueue(new MockResponse.Builder().build());

        assertThat(call(method, url("/refunds")).code()).isEqualTo("HTTP_" + status);
        assertThat(provider.getRequestCount()).isEqualTo(1);
    }

    @Test
    void doesNotKnowWhatCameOfACallWhoseAnswerNeverCame() {
        outbound = outbound(provider.getPort(), SHORT);
        provider.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());

        assertThat(call("POST", url("/refunds"))).isInstanceOf(CallResult.Unclear.class)
                .extracting(CallResult::code).isEqualTo("CALL_TIMED_OUT");
    }

    @Test
    void doesNotKnowWhatCameOfACallWhoseConnectionBroke() {
        provider.enqueue(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
        provider.enqueue(new MockResponse.Builder().build());

        assertThat(call("POST", url("/refunds"))).isInstanceOf(CallResult.Unclear.class)
                .extracting(CallResult::code).isEqualTo("CALL_BROKEN");
        assertThat(provider.getRequestCount()).isEqualTo(1);
    }

    @Test
    void doesNotKnowWhatCameOfACallWhoseAnswerBrokeOff() {
        provider.enqueue(new MockResponse.Builder().body("{\"id\":\"re_1\"}").addHeader("Content-Length", "4000")
                .onResponseEnd(new SocketEffect.CloseSocket()).build());

        assertThat(call("POST", url("/refunds"))).isInstanceOf(CallResult.Unclear.class);
    }

    @Test
    void waitsForADrippingAnswerOnlyAsLongAsACallMayTake() {
        outbound = outbound(provider.getPort(), SHORT);
        provider.enqueue(new MockResponse.Builder().body("x".repeat(4000)).throttleBody(1, 50, TimeUnit.MILLISECONDS)
                .build());

        assertThat(call("POST", url("/refunds"))).isInstanceOf(CallResult.Unclear.class);
    }

    @Test
    void readsAnAnswerOfExactlyTheLimitWhole() {
        provider.enqueue(new MockResponse.Builder().body(new Buffer().write(new byte[8192])).build());

        assertThat(call("POST", url("/refunds"))).isInstanceOfSatisfying(CallResult.Answered.class, answered -> {
            assertThat(answered.complete()).isTrue();
            assertThat(answered.received()).isEqualTo(8192);
        });
    }

    @Test
    void readsOnlySoMuchOfALongAnswerAndKeepsLess() {
        provider.enqueue(new MockResponse.Builder().body(new Buffer().write(new byte[100_000])).build());

        assertThat(call("POST", url("/refunds"))).isInstanceOfSatisfying(CallResult.Answered.class, answered -> {
            assertThat(answered.complete()).isFalse();
            assertThat(answered.received()).isEqualTo(8192);
            assertThat(answered.body().size()).isEqualTo(1024);
            assertThat(answered.missing()).isEqualTo(100_000 - 1024);
            assertThat(answered.digest()).isEqualTo(ByteString.of(new byte[8192]).sha256());
        });
    }

    @Test
    void throwsAnAnswerAwayThatRepeatsTheCredential() {
        provider.enqueue(new MockResponse.Builder().body("x".repeat(1020) + TOKEN.text()).build());

        assertThat(call("POST", url("/refunds"))).isInstanceOfSatisfying(CallResult.Answered.class, answered -> {
            assertThat(answered.withheld()).isTrue();
            assertThat(answered.body().size()).isZero();
        });
    }

    private void withholds(MockResponse.Builder answer) {
        provider.enqueue(answer.build());
        assertThat(call("POST", url("/refunds"))).isInstanceOfSatisfying(CallResult.Answered.class, answered -> {
            assertThat(answered.withheld()).isTrue();
            assertThat(answered.body().size()).isZero();
            assertThat(answered.missing()).isZero();
        });
    }

    @Test
    void throwsAnAnswerAwayThatTellsAnySecretInAnyPlace() throws Exception {
        withholds(new MockResponse.Builder().body("{\"refresh\":\"" + OTHER.text() + "\"}"));
        withholds(new MockResponse.Builder().addHeader("X-Debug", "got " + TOKEN.text()).body("{}"));
        withholds(new MockResponse.Builder().code(401).addHeader("Set-Cookie", "t=" + OTHER.text()));
        withholds(new MockResponse.Builder().chunkedBody("x".repeat(40) + TOKEN.text(), 3));
        withholds(new MockResponse.Builder().addHeader("Content-Encoding", "gzip").body(gzip(TOKEN.text())));
        withholds(new MockResponse.Builder().addHeader("Content-Type", "application/gzip").body(gzip(OTHER.text())));
        withholds(new MockResponse.Builder().addHeader("Content-Encoding", "br").body("nobody can read this"));
        withholds(new MockResponse.Builder().addHeader("Content-Encoding", "gzip").body("nor this"));
    }

    @Test
    void readsWhatWasCompressedThoughNobodyAskedForIt() throws Exception {
        provider.enqueue(new MockResponse.Builder().addHeader("Content-Encoding", "gzip").body(gzip("{\"id\":1}"))
                .build());
        provider.enqueue(new MockResponse.Builder().addHeader("Content-Encoding", "gzip")
                .body(gzip("x".repeat(1_000_000))).build());

        assertThat(call("POST", url("/refunds"))).isInstanceOfSatisfying(CallResult.Answered.class, answered -> {
            assertThat(answered.body().utf8()).isEqualTo("{\"id\":1}");
            assertThat(answered.missing()).isZero();
        });
        assertThat(call("POST", url("/refunds"))).isInstanceOfSatisfying(CallResult.Answered.class, answered -> {
            assertThat(answered.body().size()).isEqualTo(1024);
            assertThat(answered.complete()).isFalse();
            assertThat(answered.missing()).isGreaterThanOrEqualTo(8192 - 1024);
        });
    }

    private static Buffer gzip(String text) throws IOException {
        Buffer compressed = new Buffer();
        try (var sink = Okio.buffer(new GzipSink(compressed))) {
            sink.writeUtf8(text);
        }
        return compressed;
    }

    @Test
    void callsOnlyTheHostsThatTheServiceHas() {
        var elsewhere = new ConnectorAccess(Ids.next(), place(), HttpUrl.get(url("")), List.of("api.example.com"),
                CredentialForm.BEARER, Permissions.NONE, Permissions.NONE, null, null, true, ByteString.EMPTY,
                List.of());

        assertThat(outbound.call(new OutboundCall("POST", url("/refunds"), HEADERS, BODY), elsewhere, TOKEN,
                List.of(OTHER)).code()).isEqualTo("CALL_URL_OUTSIDE_CONNECTOR");
        assertThat(provider.getRequestCount()).isZero();
    }

    @Test
    void reachesNoPrivateAddressForAnyOtherConnector() {
        String address = url("/refunds").replace("http:", "https:");
        var access = access(address, CredentialForm.BEARER, false);

        assertThat(outbound.call(new OutboundCall("POST", address, HEADERS, BODY), access, TOKEN, List.of(OTHER)))
                .isInstanceOf(CallResult.NotSent.class).extracting(CallResult::code).isEqualTo("EGRESS_REFUSED");
        assertThat(provider.getRequestCount()).isZero();
    }

    @Test
    void reachesTheSandboxOnNoOtherPort() throws Exception {
        try (MockWebServer other = new MockWebServer()) {
            other.start(InetAddress.getLoopbackAddress(), 0);
            String address = "http://127.0.0.1:" + other.getPort() + "/refunds";
            var access = access(address, CredentialForm.BEARER, true);

            assertThat(outbound.call(new OutboundCall("POST", address, HEADERS, BODY), access, TOKEN, List.of(OTHER))
                    .code())
                    .isEqualTo("EGRESS_REFUSED");
            assertThat(other.getRequestCount()).isZero();
        }
    }

    @Test
    void knowsThatNothingWasSentWhereNobodyListens() {
        provider.close();

        assertThat(call("POST", url("/refunds"))).isInstanceOf(CallResult.NotSent.class)
                .extracting(CallResult::code).isEqualTo("CALL_NOT_CONNECTED");
    }

    @Test
    void callsOtherConnectorsOnlyEncrypted() {
        var access = access("http://example.org/", CredentialForm.BEARER, false);

        assertThat(outbound
                .call(new OutboundCall("POST", "http://example.org/x", HEADERS, BODY), access, TOKEN, List.of(OTHER))
                .code())
                .isEqualTo("CALL_NOT_ENCRYPTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:1/v1/refunds", "http://localhost:%d/v1/refunds",
            "http://127.1:%d/v1/refunds",
            "http://127.0.0.1.example.org:%d/v1/refunds", "https://127.0.0.1:%d/v1/refunds",
            "http://127.0.0.1:%d/v2/refunds", "http://127.0.0.1:%d/", "http://127.0.0.1:%d/v10/refunds",
            "http://user@127.0.0.1:%d/v1/refunds", "http://127.0.0.1:%d/v1/refunds#part",
            "http://127.0.0.1:%d/v1/..%%2Fadmin", "http://127.0.0.1:%d/v1/x%%5C..%%5Cadmin"})
    void callsNothingOutsideTheConnectorsAddress(String pattern) {
        assertThat(callUnderV1(String.format(pattern, provider.getPort())).code())
                .isEqualTo("CALL_URL_OUTSIDE_CONNECTOR");
        assertThat(provider.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:%d/v1/../admin", "http://127.0.0.1:%d/v1/%%2e%%2e/admin",
            "http://127.0.0.1:%d/v1/a b", "HTTP://127.0.0.1:%d/v1/refunds",
            "http://127.0.0.1:%d\\v1", "http://", "refunds"})
    void callsNoAddressThatWouldBeSentDifferently(String pattern) {
        assertThat(callUnderV1(String.format(pattern, provider.getPort())).code()).isEqualTo("CALL_URL_NOT_CANONICAL");
        assertThat(provider.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization", "Host", "Cookie", "Transfer-Encoding", "content-length", "Expect",
            "Proxy-Authorization", "Connection", "Accept-Encoding"})
    void sendsNoHeaderThatIsNotTheActionsToSet(String name) {
        var call = new OutboundCall("POST", url("/refunds"), Map.of(name, "x"), BODY);

        assertThat(outbound.call(call, sandbox(""), TOKEN, List.of(OTHER)).code()).isEqualTo("CALL_HEADER_REFUSED");
        assertThat(provider.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "OPTIONS", "post", "POST ", "GET"})
    void callsOnlyWithMethodsThatActionsHave(String method) {
        // A GET with a body is none that a provider need understand as it was approved.
        var call = new OutboundCall(method, url("/refunds"), HEADERS, BODY);

        assertThat(outbound.call(call, sandbox(""), TOKEN, List.of(OTHER)).code()).isEqualTo("CALL_METHOD_REFUSED");
        assertThat(provider.getRequestCount()).isZero();
    }

    private CallResult call(String method, String url) {
        return outbound.call(new OutboundCall(method, url, HEADERS, method.equals("GET") ? null : BODY), sandbox(""),
                TOKEN, List.of(OTHER));
    }

    private CallResult callUnderV1(String url) {
        return outbound.call(new OutboundCall("POST", url, HEADERS, BODY), sandbox("/v1"), TOKEN, List.of(OTHER));
    }

    private ConnectorAccess sandbox(String path) {
        return access(url(path), CredentialForm.BEARER, true);
    }

    private static ConnectorAccess access(String baseUrl, CredentialForm form, boolean sandbox) {
        return new ConnectorAccess(Ids.next(), place(), HttpUrl.get(baseUrl), List.of(), form, Permissions.NONE,
                Permissions.NONE,
                null, null,
                sandbox, ByteString.EMPTY, List.of());
    }

    private String url(String path) {
        return "http://127.0.0.1:" + provider.getPort() + path;
    }

    private static CredentialVault.Place place() {
        return new CredentialVault.Place(Ids.next(), Ids.next(), Ids.next(), 1, CredentialVault.Use.TOKEN);
    }

    private static Outbound outbound(int sandboxPort) {
        return outbound(sandboxPort, Duration.ofMinutes(1));
    }

    private static Outbound outbound(int sandboxPort, Duration longest) {
        return new Outbound(new Outbound.Limits(longest, longest, 8192, 1024), OptionalInt.of(sandboxPort));
    }
}
