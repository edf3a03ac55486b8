package dev.agenthub.server.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.AuthorizationAnswer;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.NewAuthorization;
import dev.agenthub.api.StartedAuthorization;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.server.TestClock;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.agents.ToolDefinition;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.connectors.ConnectionAdministration;
import dev.agenthub.server.connectors.ConnectionViews;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.calls.CallRefusedException;
import dev.agenthub.server.connectors.calls.CallResult;
import dev.agenthub.server.connectors.calls.ConnectorAccess;
import dev.agenthub.server.connectors.calls.OutboundCall;
import dev.agenthub.server.connectors.catalog.ConnectorKind;
import dev.agenthub.server.connectors.oauth.FreshConnections;
import dev.agenthub.server.connectors.oauth.TokenRefresher;
import dev.agenthub.server.connectors.oauth.TokenRevoker;
import dev.agenthub.server.folder.DataFolder;
import dev.agenthub.server.governance.TestConnections;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.ByteString;

/** A sandbox, a connection that uses its OAuth, an agent with its tools, and a person with a browser. */
final class ConsentingSandbox implements AutoCloseable {
    static final String BACK = "http://127.0.0.1:4711/connected";
    /** A box that grants a detail, and what stands beside it. */
    private static final Pattern BOX = Pattern.compile("type=\"checkbox\" checked name=\"([^\"]+)\"> ([^<]+)<");

    final TestClock clock = new TestClock();
    final DataFolder folder;
    final SampleWorld world;
    final MemberCaller owner;
    final UUID connector;
    final TestConnections authorizations;
    final TokenRefresher refresher;
    final TokenRevoker revoker;
    SandboxService sandbox;
    private final OkHttpClient browser = new OkHttpClient.Builder().followRedirects(false).build();
    private final FreshConnections connections;

    ConsentingSandbox(Path temporary, Function<UUID, List<ToolDefinition>> tools) {
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
                    ConnectorKind.SANDBOX).orElseThrow();
            UUID policy = handle.createQuery("select policy_id from agent where org_id = :org")
                    .bind("org", world.org).mapTo(UUID.class).one();
            Agents.install(handle, world.org,
                    new Agents.Manifest("Clerk", workspace, owner.member(), policy, tools.apply(made)),
                    AuditLog.system());
            return made;
        });
    }

    /** Starts the sandbox again where it was. */
    void restart() {
        sandbox = SandboxService.start(folder, () -> false, clock);
    }

    Connection shown() {
        return world.database.transactions().call(owner.context(),
                handle -> ConnectionViews.require(handle, world.org, connector));
    }

    StartedAuthorization begin() {
        return authorizations.begin(owner, connector, new NewAuthorization(BACK));
    }

    AuthorizationAnswer decide(StartedAuthorization begun, String decision) throws IOException {
        return decide(begun, decision, _ -> true);
    }

    /**
     * What the browser is sent back with after a person clicked.
     *
     * @param ticked which boxes stay ticked, by what stands beside them
     */
    AuthorizationAnswer decide(StartedAuthorization begun, String decision, Predicate<String> ticked)
            throws IOException {
        HttpUrl page = HttpUrl.get(begun.authorizationUrl());
        String shown = read(new Request.Builder().url(page));
        assertThat(shown).contains("messages:write", "Allow");
        FormBody.Builder form = new FormBody.Builder().add("decision", decision);
        page.queryParameterNames()
                .forEach(name -> form.add(name, Objects.requireNonNull(page.queryParameter(name))));
        tick(shown, ticked, form);
        HttpUrl to = page.newBuilder().query(null).build();
        try (Response answer = browser.newCall(new Request.Builder().url(to).post(form.build()).build()).execute()) {
            return answer(HttpUrl.get(Objects.requireNonNull(answer.header("Location"))));
        }
    }

    /** What the browser is sent back with at once, without that anybody is asked. */
    AuthorizationAnswer sentBack(StartedAuthorization begun) throws IOException {
        Request request = new Request.Builder().url(begun.authorizationUrl()).build();
        try (Response answer = browser.newCall(request).execute()) {
            return answer(HttpUrl.get(Objects.requireNonNull(answer.header("Location"))));
        }
    }

    private static AuthorizationAnswer answer(HttpUrl back) {
        assertThat(back.newBuilder().query(null).build()).hasToString(BACK);
        return new AuthorizationAnswer(Objects.requireNonNull(back.queryParameter("state")),
                back.queryParameter("code"), back.queryParameter("iss"), back.queryParameter("error"));
    }

    /** Sends the boxes of a page along that stay ticked. */
    static void tick(String page, Predicate<String> ticked, FormBody.Builder form) {
        BOX.matcher(page).results().filter(box -> ticked.test(box.group(2)))
                .forEach(box -> form.add(box.group(1), "on"));
    }

    String read(Request.Builder request) throws IOException {
        try (Response page = browser.newCall(request.build()).execute()) {
            return page.body().string();
        }
    }

    Connection connect() throws IOException {
        return authorizations.finish(owner, decide(begin(), "allow"));
    }

    CallResult call(String path) {
        return call(path, List.of());
    }

    CallResult call(String path, List<String> scopes) {
        return call(path, Permissions.ofScopes(scopes), "{}");
    }

    /** Calls for a tool that needs this. */
    CallResult call(String path, Permissions needed, String body) {
        ConnectorAccess access = world.database.transactions().call(OrgContext.system(world.org), handle -> {
            try {
                return connections.access(handle, world.org, connector, needed);
            } catch (CallRefusedException e) {
                throw new IllegalStateException(e.code(), e);
            }
        });
        return connections.call(Ids.next(), new OutboundCall("POST", sandbox.baseUrl() + path,
                Map.of("Idempotency-Key", Ids.next().toString()), ByteString.encodeUtf8(body)), access);
    }

    /** What is in the log about the connection. */
    List<String> log() {
        return world.log().stream().filter(event -> event.subject() != null
                && event.subject().id().equals(connector.toString())).map(AuditEvent::type).toList();
    }

    void refuses(ErrorCode code, Callable<?> attempt) {
        assertThatThrownBy(attempt::call).isInstanceOfSatisfying(RefusedException.class,
                e -> assertThat(e.error()).isEqualTo(code));
    }

    ConnectionAdministration administration() {
        return new ConnectionAdministration(world.database.transactions(), world.audit, world.connectors);
    }

    /** How many rows a query counts, which may name the connector. */
    long sealed(String query) {
        return world.database.transactions().call(OrgContext.system(world.org),
                handle -> handle.createQuery(query).bind("connector", connector).mapTo(Long.class).one());
    }

    @Override
    public void close() {
        sandbox.close();
        world.close();
        folder.close();
    }
}
