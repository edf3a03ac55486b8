package dev.agenthub.server.sandbox;

import dev.agenthub.api.AuthorizationAnswer;
import dev.agenthub.api.Connection;
import dev.agenthub.api.NewAuthorization;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.StartedAuthorization;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.server.TestClock;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.agents.ToolDefinition;
import dev.agenthub.server.approvals.run.Claims;
import dev.agenthub.server.approvals.submit.Submission;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.cluster.BackendInstance;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.connectors.ConnectionViews;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.catalog.Catalog;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import dev.agenthub.server.connectors.catalog.ConnectorKind;
import dev.agenthub.server.connectors.oauth.FreshConnections;
import dev.agenthub.server.connectors.oauth.OAuthAdministration;
import dev.agenthub.server.connectors.oauth.TokenRefresher;
import dev.agenthub.server.execution.Executions;
import dev.agenthub.server.governance.TestConnections;
import dev.agenthub.server.identity.Caller.AgentCaller;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.testing.PromptSockets;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A provider whose answers tests choose, with tokens of its own, and a connection to it over which an agent calls. */
final class HostileProvider implements AutoCloseable {
    static final String EXCHANGED = ",\"tokenExchange\":true";
    static final String CLIENT_SECRET = "client-canary-7Qm2Wc9LxT4r";

    final TestClock clock = new TestClock();
    final SampleWorld world;
    final SampleWorld.Someone someone;
    final MemberCaller owner;
    final UUID connector;
    final UUID policy;
    final OAuthAdministration administration;
    final TestConnections authorizations;
    final TokenRefresher refresher;
    /** What is granted; null where the token's answer does not say. */
    volatile @Nullable String scope;
    /** The authorization details of the token's answer, as JSON; null where it does not say. */
    volatile @Nullable String details;
    volatile boolean refreshable = true;
    volatile Function<RecordedRequest, MockResponse> calls = _ -> new MockResponse.Builder().code(201).body("{}")
            .build();
    /** What a request for tokens is answered instead; null for tokens. */
    volatile Function<RecordedRequest, @Nullable MockResponse> instead = _ -> null;
    /** What a request to end a token is answered. */
    volatile Function<RecordedRequest, MockResponse> endings = _ -> new MockResponse.Builder().build();
    /** The bodies of requests to end tokens. */
    final Queue<String> ended = new ConcurrentLinkedQueue<>();
    /** How often tokens were given out, and how often calls were made. */
    final AtomicInteger tokens = new AtomicInteger();
    final AtomicInteger called = new AtomicInteger();

    private final MockWebServer server = new MockWebServer();
    private final AgentCaller agent;
    private final Executions executions;

    HostileProvider(Path folder, boolean scopeRequired) throws IOException {
        this(folder, definition -> {
            String plain = definition.replace(EXCHANGED, "");
            return scopeRequired
                    ? plain.replace("\"name\":\"tickets:write\",", "\"name\":\"tickets:write\",\"required\":true,")
                    : plain;
        });
    }

    /** One of which a definition says something else; it begins with one that exchanges tokens, and of which no scope is required. */
    HostileProvider(Path folder, UnaryOperator<String> definition) throws IOException {
        this(folder, definition, UnaryOperator.identity());
    }

    /** The same with tools of which a definition says something else. */
    HostileProvider(Path folder, UnaryOperator<String> definition, UnaryOperator<String> tool) throws IOException {
        server.setServerSocketFactory(new PromptSockets());
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                if (request.getTarget().equals("/oauth/token")) {
                    MockResponse other = instead.apply(request);
                    return other == null ? token() : other;
                }
                if (request.getTarget().equals("/oauth/revoke")) {
                    ended.add(Objects.requireNonNull(request.getBody()).utf8());
                    return endings.apply(request);
                }
                called.incrementAndGet();
                return calls.apply(request);
            }
        });
        server.start(InetAddress.getLoopbackAddress(), 0);
        world = new SampleWorld(folder, server.getPort());
        someone = world.owner();
        owner = someone.caller();
        var transactions = world.database.transactions();
        Connectors connectors = world.connectors;
        authorizations = new TestConnections(world, clock);
        refresher = new TokenRefresher(transactions, world.audit, connectors, clock);
        administration = new OAuthAdministration(transactions, world.audit, connectors, Catalog.builtIn());
        executions = process();
        String wanted = definition.apply(new String(SampleContent.definition(baseUrl()).canonicalBytes(),
                StandardCharsets.UTF_8).replace(",\"required\":true", ""));
        record Made(UUID connector, UUID agent, UUID policy) {}
        Made made = transactions.call(OrgContext.system(world.org), handle -> {
            UUID workspace = handle.createQuery("select id from workspace where org_id = :org")
                    .bind("org", world.org).mapTo(UUID.class).one();
            UUID id = connectors.add(handle, world.org, workspace, "Hostile",
                    new Connectors.Service(
                            ConnectorDefinition.stored(wanted.getBytes(StandardCharsets.UTF_8), true, false),
                            HttpUrl.get(baseUrl()), SandboxAuthorization.CLIENT, SecretBytes.ofText(CLIENT_SECRET)),
                    ConnectorKind.SANDBOX).orElseThrow();
            UUID found = handle.createQuery("select policy_id from agent where org_id = :org")
                    .bind("org", world.org).mapTo(UUID.class).one();
            List<ToolDefinition> tools = SampleContent.tools(id).subList(0, 2).stream().map(one -> changed(one, tool))
                    .toList();
            return new Made(id, Agents.install(handle, world.org,
                    new Agents.Manifest("Clerk", workspace, owner.member(), found, tools), AuditLog.system()).agent()
                    .id(), found);
        });
        connector = made.connector();
        policy = made.policy();
        agent = new AgentCaller(world.org, made.agent(), "Clerk");
    }

    private static ToolDefinition changed(ToolDefinition tool, UnaryOperator<String> change) {
        String written = new String(tool.document().canonicalBytes(), StandardCharsets.UTF_8);
        return ToolDefinition.of((JsonObject) JsonValue.parse(change.apply(written).getBytes(StandardCharsets.UTF_8)));
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getPort();
    }

    private MockResponse token() {
        int count = tokens.incrementAndGet();
        String granted = scope == null ? "" : ",\"scope\":\"" + scope + "\"";
        String given = details == null ? "" : ",\"authorization_details\":" + details;
        String refresh = refreshable ? ",\"refresh_token\":\"" + refresh(count) + "\"" : "";
        return new MockResponse.Builder().addHeader("Content-Type", "application/json").body("{\"access_token\":\""
                + access(count) + "\",\"token_type\":\"Bearer\",\"expires_in\":3600" + refresh + granted + given + "}")
                .build();
    }

    static String access(int count) {
        return "access-canary-Zq81kfLw0Tn3-" + count;
    }

    static String refresh(int count) {
        return "refresh-canary-Hd5sPv2Yb8Ke-" + count;
    }

    /** Another process that runs what is approved. */
    Executions process() {
        var transactions = world.database.transactions();
        return new Executions(world.database, new Claims(world.audit, world.events, clock), world.audit,
                new FreshConnections(world.connectors, refresher, transactions, world.audit, clock),
                clock, Executions.Mode.of(BackendInstance.single()));
    }

    StartedAuthorization begin() {
        return authorizations.begin(owner, connector, new NewAuthorization("http://127.0.0.1:4711/connected"));
    }

    /** As a person who says yes. */
    Connection finish(StartedAuthorization begun) {
        String state = Objects.requireNonNull(HttpUrl.get(begun.authorizationUrl()).queryParameter("state"));
        return authorizations.finish(owner, new AuthorizationAnswer(state, "the-code", baseUrl(), null));
    }

    Connection connect() {
        return finish(begin());
    }

    /** How many tokens are to be ended at the provider, or were. */
    int retired() {
        return world.database.transactions().call(OrgContext.system(world.org), handle -> handle
                .createQuery("select count(*) from token_revocation where org_id = :org and connector_id = :connector")
                .bind("org", world.org).bind("connector", connector).mapTo(int.class).one());
    }

    Connection shown() {
        return world.database.transactions().call(owner.context(),
                handle -> ConnectionViews.require(handle, world.org, connector));
    }

    /** Submits a message, which the policy allows, to be run. */
    UUID submit() {
        return submit(SampleContent.actions().getFirst()).request();
    }

    /** Submits a ticket, which needs an approval. */
    RequestStatus ticket() {
        return submit(SampleContent.actions().get(1));
    }

    private RequestStatus submit(SubmitRequest given) {
        var fresh = new SubmitRequest(given.tool(), given.arguments(), Ids.next().toString(), given.says(),
                given.attachments());
        return world.approvals().submit(agent,
                Submission.parse(new JsonMapper().writeValueAsBytes(fresh), Optional.empty()));
    }

    /** The same, run to its end: what members are told of it. */
    String run() {
        UUID request = submit();
        return run(request);
    }

    String run(UUID request) {
        executions.wake(world.org, request);
        Awaitility.await().until(() -> !status(request).state().open());
        return detail(request);
    }

    RequestStatus status(UUID request) {
        return world.approvals().status(agent, request);
    }

    String detail(UUID request) {
        return Objects.requireNonNull(
                Objects.requireNonNull(world.approvals().detail(owner, request).run()).detail());
    }

    /** The events about the connector, oldest first. */
    List<AuditEvent> log() {
        return world.log().stream().filter(event -> event.subject() != null
                && event.subject().id().equals(connector.toString())).toList();
    }

    @Override
    public void close() {
        executions.close();
        server.close();
        world.close();
    }
}
