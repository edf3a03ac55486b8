package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.AuthorizationAnswer;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewAuthorization;
import dev.agenthub.api.StartedAuthorization;
import dev.agenthub.api.StartedDeviceAuthorization;
import dev.agenthub.db.OrgContext;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.server.DataFolder;
import dev.agenthub.server.Ids;
import dev.agenthub.server.RefusedException;
import dev.agenthub.server.TestClock;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.connectors.CallRefusedException;
import dev.agenthub.server.connectors.CallResult;
import dev.agenthub.server.connectors.ConnectionAdministration;
import dev.agenthub.server.connectors.ConnectionViews;
import dev.agenthub.server.connectors.ConnectorAccess;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.OutboundCall;
import dev.agenthub.server.connectors.oauth.EndedAttempts;
import dev.agenthub.server.connectors.oauth.FreshConnections;
import dev.agenthub.server.connectors.oauth.TokenRefresher;
import dev.agenthub.server.connectors.oauth.TokenRevoker;
import dev.agenthub.server.governance.TestConnections;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection that is authorized at its provider, from the consent to its end; the provider is the sandbox. */
class SandboxConnectionTest {
    private static final String BACK = "http://127.0.0.1:4711/connected";

    private final TestClock clock = new TestClock();
    private final OkHttpClient browser = new OkHttpClient.Builder().followRedirects(false).build();
    private DataFolder folder;
    private SandboxService sandbox;
    private SampleWorld world;
    private MemberCaller owner;
    private UUID connector;
    private TestConnections authorizations;
    private TokenRefresher refresher;
    private TokenRevoker revoker;
    private FreshConnections connections;

    @BeforeEach
    void start(@TempDir Path temporary) {
        folder = DataFolder.open(temporary.resolve("sandbox"));
        sandbox = SandboxService.start(folder, () -> true, clock);
        world = new SampleWorld(temporary.resolve("world"), sandbox.port());
        owner = world.owner().caller();
        var transactions = world.database.transactions();
        Connectors connectors = world.connectors;
        authorizations = new TestConnections(world, clock);
        refresher = new TokenRefresher(transactions, world.audit, connectors, clock);
        revoker = new TokenRevoker(transactions, world.audit, connectors, clock);
        connections = new FreshConnections(connectors, refresher, transactions, world.audit, clock);
        connector = transactions.call(OrgContext.system(world.org), handle -> {
            UUID workspace = handle.createQuery("select id from workspace where org_id = :org")
                    .bind("org", world.org).mapTo(UUID.class).one();
            UUID made = connectors.add(handle, world.org, workspace, "Consent",
                    new Connectors.Service(sandbox.definition(), HttpUrl.get(sandbox.baseUrl()),
                            SandboxAuthorization.CLIENT, SandboxService.clientSecret(folder)),
                    Connectors.SANDBOX).orElseThrow();
            UUID policy = handle.createQuery("select policy_id from agent where org_id = :org")
                    .bind("org", world.org).mapTo(UUID.class).one();
            Agents.install(handle, world.org, new Agents.Manifest("Clerk", workspace, owner.member(), policy,
                    SampleContent.tools(made).subList(0, 2)), AuditLog.system());
            return made;
        });
    }

    @AfterEach
    void stop() {
        sandbox.close();
        world.close();
        folder.close();
    }

    private Connection shown() {
        return world.database.transactions().call(owner.context(),
                handle -> ConnectionViews.require(handle, world.org, connector));
    }

    private StartedAuthorization begin() {
        return authorizations.begin(owner, connector, new NewAuthorization(BACK));
    }

    /** What the browser is sent back with after a person clicked. */
    private AuthorizationAnswer decide(StartedAuthorization begun, String decision) throws IOException {
        HttpUrl page = HttpUrl.get(begun.authorizationUrl());
        try (Response shown = browser.newCall(new Request.Builder().url(page).build()).execute()) {
            assertThat(shown.body().string()).contains("messages:write", "Allow");
        }
        FormBody.Builder form = new FormBody.Builder().add("decision", decision);
        page.queryParameterNames()
                .forEach(name -> form.add(name, Objects.requireNonNull(page.queryParameter(name))));
        HttpUrl to = page.newBuilder().query(null).build();
        try (Response answer = browser.newCall(new Request.Builder().url(to).post(form.build()).build()).execute()) {
            HttpUrl back = HttpUrl.get(Objects.requireNonNull(answer.header("Location")));
            assertThat(back.newBuilder().query(null).build()).hasToString(BACK);
            return new AuthorizationAnswer(Objects.requireNonNull(back.queryParameter("state")),
                    back.queryParameter("code"), back.queryParameter("iss"), back.queryParameter("error"));
        }
    }

    private Connection connect() throws IOException {
        return authorizations.finish(owner, decide(begin(), "allow"));
    }

    private CallResult call(String path) {
        return call(path, List.of());
    }

    private CallResult call(String path, List<String> scopes) {
        ConnectorAccess access = world.database.transactions().call(OrgContext.system(world.org), handle -> {
            try {
                return connections.access(handle, world.org, connector, Permissions.ofScopes(scopes));
            } catch (CallRefusedException e) {
                throw new IllegalStateException(e.code(), e);
            }
        });
        return connections.call(new OutboundCall("POST", sandbox.baseUrl() + path,
                Map.of("Idempotency-Key", Ids.next().toString()), ByteString.encodeUtf8("{}")), access);
    }

    private List<String> log() {
        return world.log().stream().filter(event -> event.subject() != null
                && event.subject().id().equals(connector.toString())).map(AuditEvent::type).toList();
    }

    private void refuses(ErrorCode code, Callable<?> attempt) {
        assertThatThrownBy(attempt::call).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void asksForWhatToolsNeedAndNothingElse() throws IOException {
        assertThat(shown().state()).isEqualTo(ConnectionState.PENDING);
        StartedAuthorization begun = begin();
        assertThat(begun.scopes()).containsExactly("messages:write", "tickets:write");

        Connection connected = authorizations.finish(owner, decide(begun, "allow"));

        assertThat(connected.state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(Objects.requireNonNull(connected.scopes()).granted()).containsExactly("messages:write",
                "tickets:write");
        assertThat(call("/messages").code()).isEqualTo("HTTP_201");
        assertThat(call("/refunds").code()).isEqualTo("HTTP_403");
        assertThat(log()).containsExactly("connector.authorized");
    }

    @Test
    void connectsWithACodeThatIsTypedOnAnotherDevice() throws IOException {
        StartedDeviceAuthorization begun = authorizations.beginByCode(owner, connector);
        HttpUrl page = HttpUrl.get(begun.verificationUri());
        assertThat(begun.scopes()).containsExactly("messages:write", "tickets:write");
        assertThat(read(new Request.Builder().url(page))).contains("The code that AgentHub shows");
        String typed = begun.userCode().toLowerCase(Locale.ROOT).replace("-", " ");
        assertThat(read(new Request.Builder().url(page.newBuilder().addQueryParameter("user_code", typed).build())))
                .contains("tickets:write", "Allow");
        assertThat(read(new Request.Builder().url(Objects.requireNonNull(begun.verificationUriComplete()))))
                .contains(begun.userCode(), "Allow");
        clock.advance(Duration.ofSeconds(begun.interval()));
        assertThat(authorizations.poll(owner, begun.authorization()).connection()).isNull();
        assertThat(read(new Request.Builder().url(page).post(new FormBody.Builder().add("user_code", typed)
                .add("decision", "allow").build()))).contains("Go back to AgentHub");
        clock.advance(Duration.ofSeconds(begun.interval()));

        Connection connected = authorizations.poll(owner, begun.authorization()).connection();

        assertThat(Objects.requireNonNull(connected).state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(call("/messages").code()).isEqualTo("HTTP_201");
        assertThat(call("/refunds").code()).isEqualTo("HTTP_403");
        assertThat(log()).containsExactly("connector.authorized");
        refuses(ErrorCode.AUTHORIZATION_UNKNOWN, () -> authorizations.poll(owner, begun.authorization()));
        assertThat(sealed("select count(*) from authorization_attempt where connector_id = :connector")).isZero();
    }

    private String read(Request.Builder request) throws IOException {
        try (Response page = browser.newCall(request.build()).execute()) {
            return page.body().string();
        }
    }

    @Test
    void takesAnAnswerOnceAndOnlyInTheSessionThatAsked() throws IOException {
        AuthorizationAnswer answer = decide(begin(), "allow");
        MemberCaller elsewhere = new MemberCaller(owner.org(), Ids.next(), owner.key(), owner.person());

        refuses(ErrorCode.AUTHORIZATION_UNKNOWN, () -> authorizations.finish(elsewhere, answer));
        refuses(ErrorCode.AUTHORIZATION_UNKNOWN, () -> authorizations.finish(owner,
                new AuthorizationAnswer("x" + answer.state(), answer.code(), answer.issuer(), null)));
        assertThat(authorizations.finish(owner, answer).state()).isEqualTo(ConnectionState.ACTIVE);
        refuses(ErrorCode.AUTHORIZATION_UNKNOWN, () -> authorizations.finish(owner, answer));
    }

    @Test
    void takesNoAnswerThatComesTooLate() throws IOException {
        AuthorizationAnswer answer = decide(begin(), "allow");
        clock.advance(Duration.ofMinutes(11));
        refuses(ErrorCode.AUTHORIZATION_UNKNOWN, () -> authorizations.finish(owner, answer));
    }

    @Test
    void forgetsAttemptsThatAreSpentOrOver() throws IOException {
        AuthorizationAnswer spent = decide(begin(), "deny");
        refuses(ErrorCode.AUTHORIZATION_FAILED, () -> authorizations.finish(owner, spent));
        begin();
        clock.advance(Duration.ofMinutes(10));
        StartedAuthorization open = begin();
        String attempts = "select count(*) from authorization_attempt where connector_id = :connector";
        EndedAttempts ended = new EndedAttempts(world.database.transactions(), clock);
        assertThat(sealed(attempts)).isEqualTo(3);

        ended.sweep(world.org);

        assertThat(sealed(attempts)).isOne();
        refuses(ErrorCode.AUTHORIZATION_UNKNOWN, () -> authorizations.finish(owner, spent));
        assertThat(authorizations.finish(owner, decide(open, "allow")).state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(sealed(attempts)).isZero();
    }

    @Test
    void takesNoAnswerOfAnotherIssuerAndNoneThatNamesNone() throws IOException {
        for (String issuer : new String[]{null, "https://evil.example"}) {
            AuthorizationAnswer answer = decide(begin(), "allow");
            refuses(ErrorCode.AUTHORIZATION_FAILED, () -> authorizations.finish(owner,
                    new AuthorizationAnswer(answer.state(), answer.code(), issuer, null)));
            refuses(ErrorCode.AUTHORIZATION_UNKNOWN, () -> authorizations.finish(owner, answer));
        }
        assertThat(shown().state()).isEqualTo(ConnectionState.PENDING);
    }

    @Test
    void leavesNothingBehindWhereThePersonSaysNo() throws IOException {
        AuthorizationAnswer answer = decide(begin(), "deny");
        refuses(ErrorCode.AUTHORIZATION_FAILED, () -> authorizations.finish(owner, answer));
        assertThat(shown().state()).isEqualTo(ConnectionState.PENDING);
        assertThat(log()).isEmpty();
    }

    @Test
    void sendsTheBrowserBackToThisMachineOnly() {
        for (String elsewhere : List.of("https://127.0.0.1/", "http://example.org/", "http://localhost:1/",
                "http://127.0.0.1:1/#a", "http://u@127.0.0.1:1/", "agenthub://x")) {
            refuses(ErrorCode.CONNECTION_INVALID,
                    () -> authorizations.begin(owner, connector, new NewAuthorization(elsewhere)));
        }
    }

    @Test
    void spendsACodeForNothingWithoutItsVerifier() throws IOException {
        AuthorizationAnswer first = decide(begin(), "allow");
        AuthorizationAnswer second = decide(begin(), "allow");
        refuses(ErrorCode.AUTHORIZATION_FAILED, () -> authorizations.finish(owner,
                new AuthorizationAnswer(second.state(), first.code(), first.issuer(), null)));
    }

    @Test
    void refreshesAheadOfTimeAndKeepsTheRotatedToken() throws IOException {
        connect();
        refresher.sweep(world.org);
        assertThat(log()).containsExactly("connector.authorized");
        for (int round = 0; round < 3; round++) {
            clock.advance(Duration.ofMinutes(49));
            refresher.sweep(world.org);
            assertThat(call("/messages").code()).isEqualTo("HTTP_201");
        }
        assertThat(log()).containsExactly("connector.authorized", "connector.refreshed", "connector.refreshed",
                "connector.refreshed");
    }

    @Test
    void asksTheProviderOnceForAllWhoFindTheTokenExpired() throws Exception {
        connect();
        clock.advance(Duration.ofHours(2));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CallResult>> calls = Stream.generate(() -> threads.submit(() -> call("/messages"))).limit(200)
                    .toList();
            for (Future<CallResult> called : calls) {
                assertThat(called.get().code()).isEqualTo("HTTP_201");
            }
        }
        assertThat(log()).containsExactly("connector.authorized", "connector.refreshed");
    }

    @Test
    void callsWithATokenThatCanDoNoMoreThanTheCallNeeds() throws IOException {
        connect();
        List<String> one = List.of("tickets:write");
        assertThat(call("/messages").code()).as("the connection's own token").isEqualTo("HTTP_201");
        assertThat(call("/tickets", one).code()).isEqualTo("HTTP_201");
        assertThat(call("/messages", one).code()).as("a token for tickets").isEqualTo("HTTP_403");
        assertThat(call("/messages", List.of("messages:write", "tickets:write")).code()).isEqualTo("HTTP_201");

        clock.advance(Duration.ofMinutes(50));
        refresher.sweep(world.org);
        assertThat(call("/tickets", one).code()).as("after a refresh").isEqualTo("HTTP_201");
        assertThat(Files.readString(folder.sandbox().resolve("tokens.json"))).containsOnlyOnce("\"narrowed\"")
                .doesNotContain("\"narrowed\":{}");

        administration().disable(owner, connector);
        revoker.sweep(world.org);
        assertThat(Files.readString(folder.sandbox().resolve("tokens.json"))).isEqualTo("{}");
    }

    @Test
    void needsAPersonAgainWhereTheProviderEndedIt() throws IOException {
        connect();
        clock.advance(Duration.ofMinutes(55));
        sandbox.close();
        Files.delete(folder.sandbox().resolve("tokens.json"));
        sandbox = SandboxService.start(folder, () -> false, clock);

        refresher.sweep(world.org);
        refresher.sweep(world.org);

        assertThat(shown().state()).isEqualTo(ConnectionState.RECONNECT);
        assertThatThrownBy(() -> call("/messages")).hasMessage("RECONNECT_NEEDED");
        assertThat(log()).containsExactly("connector.authorized", "connector.refresh_refused");
        assertThat(connect().state()).isEqualTo(ConnectionState.ACTIVE);
        assertThat(call("/messages").code()).isEqualTo("HTTP_201");
    }

    @Test
    void callsNothingWithAnExpiredTokenWhileTheProviderIsAway() throws IOException {
        connect();
        clock.advance(Duration.ofHours(2));
        sandbox.close();
        assertThat(call("/messages").code()).isEqualTo("TOKEN_EXPIRED");
        assertThat(shown().state()).isEqualTo(ConnectionState.ACTIVE);

        sandbox = SandboxService.start(folder, () -> false, clock);
        clock.advance(Duration.ofMinutes(1));
        assertThat(call("/messages").code()).isEqualTo("HTTP_201");
    }

    @Test
    void endsItsTokensAtTheProviderWhenItIsDisabled() throws IOException {
        connect();
        administration().disable(owner, connector);

        assertThat(shown().state()).isEqualTo(ConnectionState.DISABLED);
        assertThatThrownBy(() -> call("/messages")).hasMessage("CREDENTIAL_MISSING");
        assertThat(sealed("select count(*) from connection where connector_id = :connector")).isZero();
        revoker.sweep(world.org);
        assertThat(new String(Files.readAllBytes(folder.sandbox().resolve("tokens.json")),
                StandardCharsets.UTF_8)).isEqualTo("{}");
        assertThat(sealed("select count(*) from token_revocation where connector_id = :connector"
                + " and (sealed_token is not null or sealed_refresh is not null)")).isZero();
        assertThat(log()).containsExactly("connector.authorized", "connector.disabled", "connector.revoked");
    }

    @Test
    void triesAgainToEndThemAndSaysWhenItGaveUp() throws IOException {
        connect();
        administration().disable(owner, connector);
        sandbox.close();
        for (int hour = 0; hour < 24; hour++) {
            revoker.sweep(world.org);
            assertThat(log()).containsExactly("connector.authorized", "connector.disabled");
            clock.advance(Duration.ofHours(1).plusSeconds(1));
        }
        revoker.sweep(world.org);
        assertThat(log()).containsExactly("connector.authorized", "connector.disabled",
                "connector.revocation_failed");
        assertThat(sealed("select count(*) from token_revocation where connector_id = :connector"
                + " and outcome = 'failed' and sealed_token is null")).isOne();
    }

    @Test
    void endsTheTokensThatOthersReplace() throws IOException {
        connect();
        connect();
        revoker.sweep(world.org);
        assertThat(call("/messages").code()).isEqualTo("HTTP_201");
        assertThat(log()).containsExactly("connector.authorized", "connector.authorized", "connector.revoked");
    }

    private ConnectionAdministration administration() {
        return new ConnectionAdministration(world.database.transactions(), world.audit, world.connectors);
    }

    private long sealed(String query) {
        return world.database.transactions().call(OrgContext.system(world.org),
                handle -> handle.createQuery(query).bind("connector", connector).mapTo(Long.class).one());
    }
}
