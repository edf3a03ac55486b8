package dev.agenthub.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.PolicySummary;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.PublishPolicyRequest;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.Role;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.secret.SecretBytes;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.agents.ToolDefinition;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.catalog.ConnectorKind;
import dev.agenthub.server.organizations.OrganizationCreator;
import dev.agenthub.server.policies.Policies;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** An organization for one test, with an owner, and an agent of the owner's with four tools, one for each outcome of its policy. */
public final class TestOrganization {

    static final List<String> GROUPS = List.of("approvers", "finance");

    private static final String POLICY = """
            {"rules":[{"match":{"tool":"messages.*","risk":["low"]},"outcome":"allow"},
                      {"match":{"tool":"tickets.create"},"outcome":"require","required":[{"count":1,"group":"approvers"}],"expiresIn":"PT1H"},
                      {"match":{"tool":"refunds.create"},"outcome":"require","required":[{"count":2,"group":"approvers"}],"expiresIn":"PT1H"},
                      {"match":{"tool":"accounts.delete"},"outcome":"deny"}]}
            """;

    private record Installed(Agents.Manifest manifest, UUID agent, SecretBytes key) {}

    /** Another agent of the same organization. */
    public record OtherAgent(UUID id, TestClient client) {}

    private final TestBackend backend = TestBackend.get();
    private final UUID org = TestDatabase.organization();
    private final TestMember owner;
    private final Agents.Manifest manifest;
    private final UUID agent;
    private final TestClient agentClient;

    /** Creates the organization in the JVM's one backend. */
    public TestOrganization() {
        backend.database().transactions().run(OrgContext.system(org),
                handle -> OrganizationCreator.openLog(handle, org, backend.audit()));
        String code = backend.invitations().forFirstOwner(org, GROUPS).orElseThrow().code();
        owner = TestMember.enrol(backend.uri(), code, "Ada Owner");
        Installed installed = backend.database().transactions().call(OrgContext.system(org), this::install);
        manifest = installed.manifest();
        agent = installed.agent();
        agentClient = new TestClient(backend.uri(), installed.key().text());
    }

    private Installed install(Handle handle) {
        UUID workspace = Ids.next();
        handle.createUpdate("insert into workspace (org_id, id, name) values (:org, :id, 'Customer care')")
                .bind("org", org).bind("id", workspace).execute();
        UUID connector = backend.connectors().add(handle, org, workspace, "Provider", backend.providerUrl(),
                ConnectorKind.SANDBOX);
        Connectors.Connected connected = backend.connectors().connect(handle, org, connector,
                SecretBytes.ofText("provider-token-of-the-test"),
                List.of(), AuditLog.system());
        Policies.Published policy = Policies.publish(handle, org, "Customer care", json(POLICY), AuditLog.system(),
                null);
        List<ToolDefinition> tools = List.of(tool(connector, "messages.send", "low"),
                tool(connector, "tickets.create", "medium"),
                tool(connector, "refunds.create", "high"), tool(connector, "accounts.delete", "high"));
        Agents.Manifest agents = new Agents.Manifest("Support agent", workspace, owner.id(), policy.version().id(),
                tools);
        Agents.Installed made = Agents.install(handle, org, agents, AuditLog.system());
        SecretBytes key = Agents.issueKey(handle, org, made.agent().id());
        backend.audit().append(handle, org, connected.event(), policy.event(), made.event());
        return new Installed(agents, made.agent().id(), key);
    }

    /** A further agent with the same tools, under the same policy. */
    public OtherAgent otherAgent() {
        return backend.database().transactions().call(OrgContext.system(org), handle -> {
            Agents.Installed made = Agents.install(handle, org, new Agents.Manifest("Other agent", manifest.workspace(),
                    manifest.owner(), manifest.policy(), manifest.tools()), AuditLog.system());
            SecretBytes key = Agents.issueKey(handle, org, made.agent().id());
            backend.audit().append(handle, org, made.event());
            return new OtherAgent(made.agent().id(), new TestClient(backend.uri(), key.text()));
        });
    }

    private static ToolDefinition tool(UUID connector, String name, String risk) {
        return ToolDefinition.of(
                json("""
                        {"call":{"http":{"body":{"amount":{"$arg":"/amount"},"note":{"$arg":"/note"},"limit":{"$arg":"/limit"}},
                                         "headers":{"Content-Type":"application/json"},"method":"POST","path":"/customers/{customer}/things"}},
                         "connector":"%s","name":"%s","risk":"%s",
                         "schema":{"type":"object","required":["customer"],"additionalProperties":false,
                                   "properties":{"customer":{"type":"string"},"amount":{"type":"string","default":"1.00"},
                                                 "note":{"type":"string"},"limit":{"type":"number","maximum":100}}},
                         "scopes":[],"title":"%s for {customer}"}
                        """
                        .formatted(connector, name, risk, name)));
    }

    private static JsonObject json(String text) {
        return (JsonObject) JsonValue.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A further key of the agent, which was shown to no member. */
    public String furtherKey() {
        return backend.database().transactions().call(OrgContext.system(org),
                handle -> Agents.issueKey(handle, org, agent)).text();
    }

    public UUID org() {
        return org;
    }

    public UUID agentId() {
        return agent;
    }

    /** The agent's owner, who may therefore never decide its requests. */
    public TestMember owner() {
        return owner;
    }

    /** A client with the agent's first key. */
    public TestClient agent() {
        return agentClient;
    }

    /** A new approver in these groups. */
    public TestMember approver(String name, String... groups) {
        Invitation invitation = owner.client()
                .post("/v1/members/invitations", new InviteRequest(name, List.of(Role.APPROVER), List.of(groups)))
                .as(Invitation.class);
        return TestMember.enrol(backend.uri(), invitation.code(), name);
    }

    /** Submits an action as the agent, and returns its request. */
    public UUID submit(String tool) {
        return agentClient.post("/v1/requests", action(tool, Ids.next().toString())).as(RequestStatus.class).request();
    }

    /** What an agent submits for the customer of the tests. */
    public static SubmitRequest action(String tool, String idempotencyKey) {
        return new SubmitRequest(tool, Map.of("customer", "cus_9fK"), idempotencyKey, "It is what the customer wants.");
    }

    /** Another agent of the owner's, with one tool to make tickets, that {@code installer} installs; its key, shown to them alone. */
    public NewAgentKey install(TestClient installer, String name) {
        String manifest = """
                {"v":"agenthub/manifest/v1","name":"%s","workspace":"Customer care","policy":"Customer care","owner":"%s",
                 "tools":[{"name":"tickets.create","title":"Ticket for {customer}","risk":"low","connector":"Provider","scopes":[],
                           "schema":{"type":"object","required":["customer"],"properties":{"customer":{"type":"string"}}},
                           "call":{"http":{"method":"POST","path":"/tickets","body":{"customer":{"$arg":"/customer"}}}}}]}
                """
                .formatted(name, owner.id());
        String digest = installer.postRaw("/v1/agents/previews", "{\"manifest\":" + manifest + "}")
                .as(AgentPreview.class).digest();
        return installer.postRaw("/v1/agents", "{\"manifest\":" + manifest + ",\"digest\":\"" + digest + "\"}")
                .as(NewAgentKey.class);
    }

    /** A request as the agent sees it. */
    public RequestStatus status(UUID request) {
        return agentClient.get("/v1/requests/" + request + "/status").as(RequestStatus.class);
    }

    /** Submits with these arguments beside the customer. */
    public UUID submit(String tool, Map<String, Object> arguments) {
        Map<String, Object> all = new HashMap<>(arguments);
        all.put("customer", "cus_9fK");
        return agentClient.post("/v1/requests", new SubmitRequest(tool, all, Ids.next().toString(), null))
                .as(RequestStatus.class).request();
    }

    /** Whether the approvals of a request suffice, as the database itself counts them at the backend's time. */
    public boolean metInDatabase(UUID request) {
        return TestBackend.get().database().transactions().call(OrgContext.system(org),
                handle -> handle.createQuery("select hub.quorum_met(:org, :request, :now)").bind("org", org)
                        .bind("request", request).bind("now", TestBackend.get().clock().instant())
                        .mapTo(Boolean.class).one());
    }

    /** The agent's policy. */
    public PolicySummary policy() {
        return owner.client().get("/v1/policies").as(PolicyPage.class).items().getFirst();
    }

    /** Publishes the next version of the agent's policy. */
    public TestClient.Answer publish(String document) {
        PolicyVersion current = policy().current();
        return owner.client().post("/v1/policies/" + current.id() + "/versions",
                new PublishPolicyRequest(current.version(), document));
    }

    private record PolicyPage(List<PolicySummary> items, @Nullable String next) {}

    /** Waits until a request of the agent is in this state. */
    public void awaitState(UUID request, RequestState state) {
        await().untilAsserted(() -> assertThat(status(request).state()).isEqualTo(state));
    }

    /** As above, as a member sees the request, which may be another agent's. */
    public void awaitState(TestMember member, UUID request, RequestState state) {
        await().untilAsserted(() -> assertThat(member.detail(request).summary().state()).isEqualTo(state));
    }

    /** The types of the organization's audit events about one subject, oldest first. */
    public List<String> eventsAbout(UUID subject) {
        return events().stream().filter(event -> event.subject().id().equals(subject.toString())).map(AuditEvent::type)
                .toList();
    }

    /** All events of the organization's log, oldest first. */
    public List<AuditEvent> events() {
        List<byte[]> events = backend.database().transactions().call(OrgContext.system(org), handle -> handle
                .createQuery("select event from audit.event where org_id = :org order by seq").bind("org", org)
                .map((row, _) -> row.getBytes("event")).list());
        DeclaredShapes.requireEvents(DeclaredCodes.description(owner.client().http(), backend.uri()), events);
        return events.stream().map(AuditEvent::parse).toList();
    }

    /** Changes rows with the server's own database rights, as a bug could. */
    public void update(String sql, UUID id) {
        backend.database().transactions().run(OrgContext.system(org),
                handle -> handle.createUpdate(sql).bind("org", org).bind("id", id).execute());
    }
}
