package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.connectors.calls.CallRefusedException;
import dev.agenthub.server.connectors.calls.CallResult;
import dev.agenthub.server.connectors.calls.ConnectorAccess;
import dev.agenthub.server.connectors.calls.OutboundCall;
import dev.agenthub.server.connectors.oauth.FreshConnections;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import okio.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the exchange of a connection's token for one with only the needed permissions, with every answer of the provider. */
class NarrowTokensTest {
    private static final String CANARY = "narrow-canary-Uy3Rb6Xq0Wd-";
    private static final String TYPE = "\"issued_token_type\":\"urn:ietf:params:oauth:token-type:access_token\"";
    private static final String REFUSED = "The provider gave no token for what this action needs alone: ";
    private static final String AWAY = "The provider can't be asked now for a token for what this action needs alone: ";

    private HostileProvider provider;
    private volatile UnaryOperator<String> answer = token -> token(token, "");
    /** What exchanges were asked for, how many were answered, and what calls carried. */
    private final Queue<String> exchanges = new ConcurrentLinkedQueue<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private final Queue<String> carried = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        provider = new HostileProvider(folder, given -> given);
        provider.connect();
        provider.instead = this::exchanged;
        provider.calls = call -> {
            carried.add(Objects.requireNonNull(call.getHeaders().get("Authorization")));
            return new MockResponse.Builder().code(201).build();
        };
    }

    /** Lets calls be made with the connection's token where an exchange is refused. */
    private void optional() {
        provider.world.database.transactions().run(OrgContext.system(provider.world.org), handle -> handle
                .createUpdate("""
                        update connector set definition = convert_to(replace(convert_from(definition, 'UTF8'),
                               :exchanged, :exchanged || ',"tokenExchangeOptional":true'), 'UTF8')
                         where org_id = :org and id = :connector
                        """)
                .bind("exchanged", HostileProvider.EXCHANGED).bind("org", provider.world.org)
                .bind("connector", provider.connector).execute());
    }

    private @Nullable MockResponse exchanged(RecordedRequest request) {
        String asked = URLDecoder.decode(Objects.requireNonNull(request.getBody()).utf8(), StandardCharsets.UTF_8);
        if (!asked.contains("grant_type=urn:ietf:params:oauth:grant-type:token-exchange")) {
            return null;
        }
        exchanges.add(asked);
        String[] parts = answer.apply(CANARY + tokens.incrementAndGet()).split(" ", 2);
        return new MockResponse.Builder().code(Integer.parseInt(parts[0])).addHeader("Location", "/elsewhere")
                .addHeader("Content-Type", "application/json").body(parts[1]).build();
    }

    private static String token(String token, String more) {
        return "200 {\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\"," + TYPE + more + "}";
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void callsNothingWhereTheProviderGivesAnotherTokenThanAsked() {
        Map<String, String> codes = new LinkedHashMap<>();
        String bearer = "200 {\"access_token\":\"NEW\",\"token_type\":\"Bearer\"";
        codes.put(bearer + ",TYPE,\"scope\":\"messages:write tickets:write\"}", "OTHER_SCOPES");
        codes.put(bearer + ",TYPE,\"scope\":\"tickets:write\"}", "OTHER_SCOPES");
        codes.put(bearer + ",TYPE,\"scope\":\"\"}", "OTHER_SCOPES");
        codes.put(bearer.replace("NEW", HostileProvider.access(1)) + ",TYPE}", "SAME_TOKEN");
        codes.put(bearer + "}", "OTHER_TOKEN_TYPE");
        codes.put(bearer + ",\"issued_token_type\":\"urn:ietf:params:oauth:token-type:refresh_token\"}",
                "OTHER_TOKEN_TYPE");
        codes.put("200 {\"error\":\"invalid_scope\"}", "invalid_scope");
        codes.put("400 {\"error\":\"invalid_scope\"}", "invalid_scope");
        codes.put("400 nothing", "PROVIDER_ANSWERED_400");
        for (int redirect : new int[]{302, 303, 307, 308}) {
            codes.put(redirect + " {}", "PROVIDER_ANSWERED_" + redirect);
        }
        codes.forEach((given, code) -> {
            answer = token -> given.replace("NEW", token).replace("TYPE", TYPE);
            exchanges.clear();
            assertThat(provider.run()).as(given).isEqualTo(REFUSED + code);
            assertThat(provider.run()).as("once more: " + given).isEqualTo(REFUSED + code);
            assertThat(exchanges).as("not asked again at once").hasSize(1);
            provider.clock.advance(Duration.ofSeconds(31));
        });
        assertThat(provider.called).as("calls, or requests to another place").hasValue(0);
    }

    @Test
    void callsNothingWhereNobodyKnowsWhatTheProviderMeans() {
        optional();
        Map.of("200 garbage", "PROVIDER_ANSWER_UNREADABLE", "200 {TYPE}", "PROVIDER_ANSWER_UNREADABLE",
                "200 {\"access_token\":\"x\",\"token_type\":\"N_A\",TYPE}", "PROVIDER_ANSWER_UNREADABLE",
                "503 {\"error\":\"invalid_scope\"}", "PROVIDER_ANSWERED_503").forEach((given, code) -> {
                    answer = token -> given.replace("NEW", token).replace("TYPE", TYPE);
                    assertThat(provider.run()).as(given).isEqualTo(AWAY + code);
                    provider.clock.advance(Duration.ofSeconds(31));
                });
        assertThat(provider.called).hasValue(0);
    }

    @Test
    void callsWithTheConnectionsTokenWhereTheExchangeIsOptionalAndRefused() {
        optional();
        answer = _ -> "400 {\"error\":\"unauthorized_client\"}";

        assertThat(provider.run()).isEqualTo("The provider answered 201");
        assertThat(carried).containsExactly("Bearer " + HostileProvider.access(1));
    }

    @Test
    void asksForNoOtherTokenWhereTheConnectionsCanDoNoMore() {
        answer = _ -> "400 {\"error\":\"invalid_scope\"}";
        assertThat(call(List.of("messages:write", "tickets:write")).code()).isEqualTo("HTTP_201");
        assertThat(exchanges).isEmpty();
        assertThat(carried).containsExactly("Bearer " + HostileProvider.access(1));
    }

    @Test
    void keepsATokenUntilShortlyBeforeItsEnd() {
        answer = token -> token(token, ",\"expires_in\":200,\"scope\":\"messages:write\"");
        provider.run();
        provider.clock.advance(Duration.ofMinutes(3));
        provider.run();
        assertThat(exchanges).hasSize(1).first().asString().contains("subject_token=" + HostileProvider.access(1),
                "scope=messages:write", "requested_token_type=urn:ietf:params:oauth:token-type:access_token");
        provider.clock.advance(Duration.ofSeconds(11));
        provider.run();
        assertThat(carried).containsExactly("Bearer " + CANARY + 1, "Bearer " + CANARY + 1, "Bearer " + CANARY + 2);

        provider.clock.advance(Duration.ofMinutes(50));
        provider.refresher.sweep(provider.world.org);
        provider.run();
        assertThat(exchanges).last().asString().contains("subject_token=" + HostileProvider.access(2));
    }

    @Test
    void usesATokenOfUnknownLifetimeOnce() {
        answer = token -> token(token, "");
        provider.run();
        provider.run();
        assertThat(carried).containsExactly("Bearer " + CANARY + 1, "Bearer " + CANARY + 2);
    }

    @Test
    void keepsNoTokenForLong() {
        answer = token -> token(token, ",\"expires_in\":2000");
        provider.run();
        provider.clock.advance(Duration.ofMinutes(5));
        provider.run();
        assertThat(exchanges).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({CANARY + "1", "access-canary-Zq81kfLw0Tn3-1"})
    void withholdsAnAnswerThatRepeatsTheNarrowTokenOrTheConnections(String secret) {
        answer = token -> token(token, ",\"expires_in\":200");
        provider.calls = _ -> new MockResponse.Builder().code(201)
                .body("{\"seen\":\"" + ByteString.encodeUtf8(secret).base64() + "\"}").build();

        provider.run();

        assertThat(provider.log()).extracting(AuditEvent::type).containsExactly("connector.authorized",
                "connector.token_exchanged", "connector.called", "connector.withheld");
        assertThat(provider.world.log()).noneMatch(event -> event.data().toString().contains(CANARY));
    }

    @Test
    void recordsEachExchangeAndThatTheProviderGaveNoTokenInALogThatVerifies(@TempDir Path folder) throws IOException {
        answer = token -> token(token, ",\"expires_in\":200,\"refresh_token\":\"" + CANARY + "refresh\"");
        UUID first = provider.submit();
        Instant before = provider.clock.instant();
        provider.run(first);
        Instant after = provider.clock.instant();
        provider.run();
        provider.clock.advance(Duration.ofMinutes(4));
        answer = token -> "400 {\"error\":\"invalid_scope\",\"error_description\":\"" + token + "\"}";
        UUID refused = provider.submit();
        provider.run(refused);
        provider.run();
        provider.clock.advance(Duration.ofMinutes(4));
        answer = token -> token(token, "");
        UUID unknown = provider.submit();
        provider.run(unknown);

        assertThat(exchanged()).extracting(AuditEvent::type, event -> event.data().string("request"),
                event -> text(event, "scopes")).containsExactly(
                        tuple("connector.token_exchanged", first.toString(), "[\"messages:write\"]"),
                        tuple("connector.exchange_failed", refused.toString(), "[\"messages:write\"]"),
                        tuple("connector.token_exchanged", unknown.toString(), "[\"messages:write\"]"));
        assertThat(Instant.parse(exchanged().get(0).data().string("expiresAt")))
                .isBetween(before.plusSeconds(200), after.plusSeconds(200));
        assertThat(exchanged().get(1).data().string("reason")).isEqualTo("invalid_scope");
        assertThat(text(exchanged().get(2), "expiresAt")).isEqualTo("null");
        assertThat(provider.world.log()).noneMatch(event -> event.data().toString().contains(CANARY));
        Report report = provider.world.replay(folder);
        assertThat(report.findings()).isEmpty();
        assertThat(report.isVerified()).isTrue();
    }

    @Test
    void recordsWhenATokenEndsThatIsSaidToLiveForEver() {
        answer = token -> token(token, ",\"expires_in\":9223372036854775807");
        Instant before = provider.clock.instant();
        assertThat(provider.run()).isEqualTo("The provider answered 201");
        assertThat(Instant.parse(exchanged().getFirst().data().string("expiresAt")))
                .isBetween(before.plus(Duration.ofDays(3650)), provider.clock.instant().plus(Duration.ofDays(3650)));
    }

    private List<AuditEvent> exchanged() {
        List<AuditEvent> found = provider.log().stream().filter(event -> event.type().contains("exchange")).toList();
        assertThat(found).allSatisfy(event -> {
            assertThat(event.data().string("connector")).isEqualTo(provider.connector.toString());
            assertThat(event.data().string("connection")).matches("[0-9a-f-]{36}");
        });
        return found;
    }

    private static String text(AuditEvent event, String member) {
        return new String(event.data().get(member).canonicalBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void asksOnceForAllWhoNeedTheSame() throws Exception {
        CountDownLatch there = new CountDownLatch(100);
        answer = token -> {
            try {
                assertThat(there.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return token(token, ",\"expires_in\":200");
        };
        FreshConnections connections = connections();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CallResult>> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                ConnectorAccess access = access(connections, List.of(i % 2 == 0 ? "messages:write" : "tickets:write"));
                calls.add(threads.submit(() -> {
                    there.countDown();
                    return connections.call(Ids.next(), message(access), access);
                }));
            }
            for (Future<CallResult> called : calls) {
                assertThat(called.get().code()).isEqualTo("HTTP_201");
            }
        }
        assertThat(exchanges).hasSize(2);
        assertThat(exchanged()).hasSize(2);
        assertThat(carried).hasSize(100).containsOnly("Bearer " + CANARY + 1, "Bearer " + CANARY + 2);
    }

    private FreshConnections connections() {
        return new FreshConnections(provider.world.connectors, provider.refresher,
                provider.world.database.transactions(), provider.world.audit, provider.clock);
    }

    private CallResult call(List<String> scopes) {
        FreshConnections connections = connections();
        ConnectorAccess access = access(connections, scopes);
        return connections.call(Ids.next(), message(access), access);
    }

    private static OutboundCall message(ConnectorAccess access) {
        return new OutboundCall("POST", access.baseUrl() + "messages", Map.of(), ByteString.encodeUtf8("{}"));
    }

    private ConnectorAccess access(FreshConnections connections, List<String> scopes) {
        return provider.world.database.transactions().call(OrgContext.system(provider.world.org), handle -> {
            try {
                return connections.access(handle, provider.world.org, provider.connector,
                        Permissions.ofScopes(scopes));
            } catch (CallRefusedException e) {
                throw new IllegalStateException(e.code(), e);
            }
        });
    }
}
