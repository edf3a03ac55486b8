package dev.agenthub.app.client;

import dev.agenthub.api.AcceptedScopes;
import dev.agenthub.api.AgentDetail;
import dev.agenthub.api.AgentPreview;
import dev.agenthub.api.Alert;
import dev.agenthub.api.AlertFilter;
import dev.agenthub.api.AuthorizationAnswer;
import dev.agenthub.api.Budget;
import dev.agenthub.api.CatalogConnector;
import dev.agenthub.api.CatalogTool;
import dev.agenthub.api.CollectedSecret;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionKey;
import dev.agenthub.api.ConnectorDraft;
import dev.agenthub.api.DeviceProgress;
import dev.agenthub.api.GovernancePolicy;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.KeyRevocation;
import dev.agenthub.api.Member;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.Named;
import dev.agenthub.api.NewAgentKey;
import dev.agenthub.api.NewAuthorization;
import dev.agenthub.api.NewBudget;
import dev.agenthub.api.NewConnection;
import dev.agenthub.api.NewDeviceAuthorization;
import dev.agenthub.api.NewOAuthConnection;
import dev.agenthub.api.NewPolicyRequest;
import dev.agenthub.api.NewRate;
import dev.agenthub.api.Page;
import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.PublishedPolicy;
import dev.agenthub.api.Rate;
import dev.agenthub.api.Reservation;
import dev.agenthub.api.SetGovernanceRequest;
import dev.agenthub.api.Settlement;
import dev.agenthub.api.StartedAuthorization;
import dev.agenthub.api.StartedDeviceAuthorization;
import dev.agenthub.api.Workspace;
import dev.agenthub.api.WorkspaceAccess;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * Calls the backend's administration API: agents, members, workspaces, groups, budgets, policies and connections.
 *
 * <p>Every call blocks and throws {@link BackendException} where the backend refuses or cannot be reached. Thread-safe.
 */
public final class AdminClient {
    private static final long LARGEST_ANSWER = 1L << 24;

    private final Http http;

    AdminClient(Http http) {
        this.http = http;
    }

    public List<AgentDetail> agents() {
        return http.get("/v1/agents", new TypeReference<Page<AgentDetail>>() {}).items();
    }

    /** Alerts that match the filter, newest first. */
    public List<Alert> alerts(AlertFilter filter) {
        return all("/v1/alerts?limit=200&state=" + filter, new TypeReference<>() {});
    }

    /** Acknowledges an alert as the signed-in member. */
    public Alert acknowledge(UUID alert) {
        return http.post("/v1/alerts/" + alert + "/acknowledgement", Map.of(), new TypeReference<>() {});
    }

    /** Sets the workspaces whose requests a member sees and decides; null for every workspace. */
    public ChangeOutcome<Member> changeWorkspaces(UUID member, @Nullable List<UUID> workspaces) {
        return http.change(http.posting("/v1/members/" + member + "/workspaces", new WorkspaceAccess(workspaces)),
                new TypeReference<>() {});
    }

    /**
     * Previews what an agent could do with this manifest, compared with the manifest that
     * {@code agent} has installed; null for a new agent.
     */
    public AgentPreview preview(byte[] manifest, @Nullable UUID agent) {
        return http.call(sending("/v1/agents" + (agent == null ? "" : "/" + agent) + "/previews", manifest, null, null),
                response -> Http.parse(Http.bytes(response, LARGEST_ANSWER), new TypeReference<>() {},
                        response.code()));
    }

    /** Installs a previewed manifest as a new agent. {@code digest} is the one from the preview. */
    public ChangeOutcome<NewAgentKey> install(byte[] manifest, String digest) {
        return http.change(sending("/v1/agents", manifest, digest, null), new TypeReference<>() {});
    }

    /**
     * Replaces an agent's manifest by a previewed one. {@code digest} is the one from the preview, {@code replaces} the installed one's.
     */
    public ChangeOutcome<AgentDetail> update(UUID agent, byte[] manifest, String digest, String replaces) {
        return http.change(sending("/v1/agents/" + agent + "/manifest", manifest, digest, replaces),
                new TypeReference<>() {});
    }

    /** Enables a disabled agent. */
    public ChangeOutcome<AgentDetail> enable(UUID agent) {
        return http.change(http.posting("/v1/agents/" + agent + "/enable", Map.of()), new TypeReference<>() {});
    }

    /** Disables an agent and revokes its keys. */
    public AgentDetail disable(UUID agent) {
        return http.post("/v1/agents/" + agent + "/disable", Map.of(), new TypeReference<>() {});
    }

    public ChangeOutcome<NewAgentKey> issueKey(UUID agent) {
        return http.change(http.posting("/v1/agents/" + agent + "/keys", Map.of()), new TypeReference<>() {});
    }

    public void revokeAgentKey(UUID agent, UUID key) {
        http.call(http.request("/v1/agents/" + agent + "/keys/" + key).delete(), response -> response.code());
    }

    public ChangeOutcome<Member> change(UUID member, MemberChange change) {
        return http.change(http.posting("/v1/members/" + member, change), new TypeReference<>() {});
    }

    /** Revokes a member's device key permanently. {@code key} is the key's id, 16 hex digits. */
    public Member revokeKey(UUID member, String key, String reason) {
        return http.post("/v1/members/" + member + "/keys/" + key + "/revocation", new KeyRevocation(reason),
                new TypeReference<>() {});
    }

    /** Creates a one-time code that enrols another device of the signed-in member. */
    public Invitation inviteDevice() {
        return http.post("/v1/me/devices/invitations", Map.of(), new TypeReference<>() {});
    }

    public List<Workspace> workspaces() {
        return http.get("/v1/workspaces", new TypeReference<Page<Workspace>>() {}).items();
    }

    public Workspace createWorkspace(String name) {
        return http.post("/v1/workspaces", new Named(name), new TypeReference<>() {});
    }

    public List<String> groups() {
        return http.get("/v1/groups", new TypeReference<Page<String>>() {}).items();
    }

    public ChangeOutcome<Named> createGroup(String name) {
        return http.change(http.posting("/v1/groups", new Named(name)), new TypeReference<>() {});
    }

    public ChangeOutcome<PublishedPolicy> createPolicy(String name, String document) {
        return http.change(http.posting("/v1/policies", new NewPolicyRequest(name, document)),
                new TypeReference<>() {});
    }

    public List<Connection> connections() {
        return http.get("/v1/connections", new TypeReference<Page<Connection>>() {}).items();
    }

    /** Creates a connection with its API key. Where others have to approve it first, the call is repeated after the approval. */
    public ChangeOutcome<Connection> connect(NewConnection connection) {
        return http.change(http.posting("/v1/connections", connection), new TypeReference<>() {});
    }

    /** The tools of a connection's service. */
    public List<CatalogTool> tools(UUID connector) {
        return http.get("/v1/connections/" + connector + "/tools", new TypeReference<Page<CatalogTool>>() {}).items();
    }

    /** The services in the connector catalog. */
    public List<CatalogConnector> catalog() {
        return http.get("/v1/connectors", new TypeReference<Page<CatalogConnector>>() {}).items();
    }

    /** What a definition of an own service says. Where it is malformed, the failure names the place. */
    public CatalogConnector check(ConnectorDraft draft) {
        return http.post("/v1/connectors/check", draft, new TypeReference<>() {});
    }

    /** Creates an OAuth connection, which a member has to authorize at its provider afterwards. */
    public Connection connect(NewOAuthConnection connection) {
        return http.post("/v1/connections/oauth", connection, new TypeReference<>() {});
    }

    ChangeOutcome<StartedAuthorization> beginAuthorization(UUID connector, String redirect) {
        return http.change(
                http.posting("/v1/connections/" + connector + "/authorization", new NewAuthorization(redirect)),
                new TypeReference<>() {});
    }

    ChangeOutcome<StartedAuthorization> beginShrinking(UUID connector, String redirect) {
        return http.change(http.posting("/v1/connections/" + connector + "/shrink", new NewAuthorization(redirect)),
                new TypeReference<>() {});
    }

    ChangeOutcome<StartedDeviceAuthorization> beginByCode(UUID connector, boolean shrink) {
        return http.change(
                http.posting("/v1/connections/" + connector + "/device", new NewDeviceAuthorization(shrink)),
                new TypeReference<>() {});
    }

    DeviceProgress pollAuthorization(UUID authorization) {
        return http.post("/v1/authorizations/" + authorization + "/poll", Map.of(), new TypeReference<>() {});
    }

    /** Permits tools to use scopes and authorization details that the provider granted in addition to the requested ones. */
    public ChangeOutcome<Connection> acceptScopes(UUID connector, List<String> scopes, List<String> details) {
        return http.change(
                http.posting("/v1/connections/" + connector + "/scopes/accept", new AcceptedScopes(scopes, details)),
                new TypeReference<>() {});
    }

    Connection finishAuthorization(AuthorizationAnswer answer) {
        return http.post("/v1/authorizations", answer, new TypeReference<>() {});
    }

    public ChangeOutcome<Connection> replaceConnectionKey(UUID connector, String key) {
        return http.change(http.posting("/v1/connections/" + connector + "/key", new ConnectionKey(key)),
                new TypeReference<>() {});
    }

    /** Disables a connection and deletes its key or tokens. */
    public Connection disableConnection(UUID connector) {
        return http.post("/v1/connections/" + connector + "/disable", Map.of(), new TypeReference<>() {});
    }

    public List<Budget> budgets() {
        return http.get("/v1/budgets", new TypeReference<Page<Budget>>() {}).items();
    }

    /** Creates a budget, which limits spending from now on. */
    public ChangeOutcome<Budget> setBudget(NewBudget budget) {
        return http.change(http.putting("/v1/budgets", budget), new TypeReference<>() {});
    }

    /** Removes a budget. */
    public ChangeOutcome<Budget> removeBudget(UUID budget) {
        return http.change(http.request("/v1/budgets/" + budget).delete(), new TypeReference<>() {});
    }

    /** Amounts reserved for runs whose outcome is unknown, oldest first. */
    public List<Reservation> unknownReservations() {
        return all("/v1/reservations?limit=200", new TypeReference<>() {});
    }

    /** Settles a reservation as spent or not spent. */
    public ChangeOutcome<Reservation> settle(UUID reservation, Settlement settlement) {
        return http.change(http.posting("/v1/reservations/" + reservation + "/settlement", settlement),
                new TypeReference<>() {});
    }

    public List<Rate> rates() {
        return http.get("/v1/rates", new TypeReference<Page<Rate>>() {}).items();
    }

    /** Creates a rate limit, which applies from now on. */
    public Rate setRate(NewRate rate) {
        return http.put("/v1/rates", rate, new TypeReference<>() {});
    }

    /** Removes a rate limit. */
    public void removeRate(UUID rate) {
        http.call(http.request("/v1/rates/" + rate).delete(), response -> response.code());
    }

    private <T> List<T> all(String path, TypeReference<Page<T>> type) {
        List<T> all = new ArrayList<>();
        String cursor = "";
        do {
            Page<T> page = http.get(path + cursor, type);
            all.addAll(page.items());
            cursor = page.next() == null ? "" : "&cursor=" + page.next();
        } while (!cursor.isEmpty());
        return all;
    }

    /** Sends the manifest's bytes unchanged: parsing and writing it again could change its numbers. */
    private Request.Builder sending(String path, byte[] manifest, @Nullable String digest,
            @Nullable String replaces) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(manifest.length + 200);
        body.writeBytes("{\"manifest\":".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(manifest);
        body.writeBytes((member("digest", digest) + member("replaces", replaces) + "}")
                .getBytes(StandardCharsets.US_ASCII));
        return http.request(path).post(Http.once(body.toByteArray()));
    }

    /** The governance policy: which changes of the rules need approvals. */
    public GovernancePolicy governance() {
        return http.get("/v1/governance", new TypeReference<>() {});
    }

    /** Replaces version {@code expectedVersion} of the governance policy. */
    public ChangeOutcome<PolicyVersion> setGovernance(int expectedVersion, String document) {
        return http.change(http.posting("/v1/governance", new SetGovernanceRequest(expectedVersion, document)),
                new TypeReference<>() {});
    }

    /** Collects the secret that the caller's approved change created. It can be collected once. */
    public CollectedSecret collect(UUID request) {
        return http.post("/v1/requests/" + request + "/collection", Map.of(), new TypeReference<>() {});
    }

    /** A JSON member without escaping, which hexadecimal digits do not need; empty for null. */
    private static String member(String name, @Nullable String hex) {
        return hex == null ? "" : ",\"" + name + "\":\"" + hex + "\"";
    }
}
