package dev.agenthub.server.approvals.run;

import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Risk;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Person;
import dev.agenthub.evidence.WhoCountsCase;
import dev.agenthub.evidence.WhoCountsCase.Step;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.Demand;
import dev.agenthub.evidence.policy.Escalation;
import dev.agenthub.evidence.policy.ExcludedVoters;
import dev.agenthub.evidence.policy.Outcome;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.DelegationStatement;
import dev.agenthub.server.TestDatabase;
import dev.agenthub.server.approvals.decide.DecisionRows;
import dev.agenthub.server.approvals.requests.Payload;
import dev.agenthub.server.approvals.requests.RequestSubject;
import dev.agenthub.server.approvals.requests.Requests;
import dev.agenthub.server.approvals.requests.SearchText;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.approvals.requests.Terms;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Inserts the rows of one case at a time in one organization; each is rolled back. Row-level security
 * and the application's rights are bypassed, since these do not let an agent's owner be changed.
 */
final class WhoCountsRows implements AutoCloseable {

    static final Instant REQUESTED = SampleLog.START;
    static final UUID REQUEST = SampleLog.id("refund");
    private static final Instant EXPIRES = REQUESTED.plusSeconds(3600);
    private static final UUID REPLACED = SampleLog.id("replaced");
    private static final UUID OLGA = SampleLog.id("olga");
    private static final UUID HERE = SampleLog.id("here");
    private static final UUID CONNECTOR = SampleLog.id("connector");
    private static final UUID POLICY = SampleLog.id("policy");

    private final UUID org = TestDatabase.organization();
    private final Connection connection;
    private final Handle handle;
    private Hash payloadHash = SampleLog.POLICY;
    private Hash policy = SampleLog.POLICY;

    WhoCountsRows() {
        try {
            connection = TestDatabase.get().superuserConnection();
            connection.setAutoCommit(false);
            handle = Jdbi.create(connection).registerArrayType(UUID.class, "uuid").open();
            handle.execute("set search_path = hub");
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws SQLException {
        handle.close();
        connection.close();
    }

    /** What comes of a case whose rows are there until it has. */
    <T> T with(WhoCountsCase one, Judge<T> judge) throws SQLException {
        try {
            write(one);
            return judge.judge(handle, org);
        } finally {
            connection.rollback();
        }
    }

    @FunctionalInterface
    interface Judge<T> {
        T judge(Handle handle, UUID org);
    }

    private void write(WhoCountsCase one) {
        people();
        policy = Hash.sha256(one.policy().canonicalBytes());
        execute("insert into policy values (:org, :policy, 'Policy', 1)", Map.of("policy", POLICY));
        execute("insert into policy_version (org_id, policy_id, version, document, digest) values (:org, :policy, 1, :document, :digest)",
                Map.of("policy", POLICY, "document", one.policy().canonicalBytes(), "digest", policy.bytes()));
        execute("insert into connector (org_id, id, workspace_id, name, base_url, kind) values (:org, :id, :here, 'Shop', 'http://127.0.0.1', 'sandbox')",
                Map.of("id", CONNECTOR, "here", HERE));
        execute("insert into agent (org_id, id, workspace_id, name, owner_id, policy_id, manifest, manifest_digest) "
                + "values (:org, :agent, :here, 'Agent', :owner, :policy, '{}', sha256('{}'))",
                Map.of("agent", SampleLog.AGENT, "here", HERE, "owner", OLGA, "policy", POLICY));
        one.steps(true).forEach(this::take);
        if (!one.editors().isEmpty()) {
            request(one, REPLACED, null);
        }
        request(one, REQUEST, one.editors().isEmpty() ? null : new RequestSubject.Edit(REPLACED, one.editors()));
        one.steps(false).forEach(this::take);
    }

    private void people() {
        for (String name : List.of("here", "elsewhere")) {
            execute("insert into workspace values (:org, :id, :name)", Map.of("id", SampleLog.id(name), "name", name));
        }
        for (String group : List.of("approvers", "finance", "owners")) {
            execute("insert into approval_group values (:org, :name)", Map.of("name", group));
        }
        execute("insert into member (org_id, id, name) values (:org, :id, 'olga')", Map.of("id", OLGA));
        for (WhoCountsCase.Member member : WhoCountsCase.MEMBERS) {
            Person person = member.person();
            execute("insert into member (org_id, id, name) values (:org, :id, :name)",
                    Map.of("id", person.id(), "name", person.name()));
            enrol(person);
            grant(person.id(), List.of("approver"), member.groups());
        }
    }

    private void grant(UUID member, List<String> roles, List<String> groups) {
        roles.forEach(role -> execute("insert into member_role values (:org, :id, :role)",
                Map.of("id", member, "role", role)));
        groups.forEach(group -> execute("insert into approval_group_member values (:org, :group, :id)",
                Map.of("id", member, "group", group)));
    }

    private void enrol(Person person) {
        execute("insert into member_key (org_id, key_id, member_id, alg, public_key) values (:org, :key, :id, :alg, :public)",
                Map.of("key", person.key(), "id", person.id(), "alg", person.algorithm().word(), "public",
                        person.publicKey()));
    }

    private void request(WhoCountsCase one, UUID id, RequestSubject.@Nullable Edit edit) {
        Payload payload = Payload.ofAction(JsonObject.builder().put("request", id.toString())
                .put("org", org.toString()).put("expiresAt", Timestamps.format(EXPIRES))
                .put("policy", JsonObject.builder().put("digest", policy.hex()).put("id", POLICY.toString())
                        .put("version", 1).build())
                .build());
        payloadHash = payload.hash();
        SortedMap<String, Integer> required = one.required().items().stream().map(JsonObject.class::cast)
                .collect(Collectors.toMap(item -> item.string("group"),
                        item -> Math.toIntExact(item.integer("count")), Integer::sum, TreeMap::new));
        JsonObject escalation = one.escalation();
        Demand demand = new Demand(Outcome.REQUIRE, required, Duration.ofHours(1), false, false,
                Duration.ofSeconds(one.hold()),
                new ExcludedVoters(Set.copyOf(one.excludedGroups()), Set.copyOf(one.excludedMembers())),
                escalation == null
                        ? null
                        : new Escalation(Duration.ofSeconds(escalation.integer("afterSeconds")),
                                escalation.string("group")));
        RequestSubject asked = new RequestSubject.Action(SampleLog.AGENT, "Agent", OLGA, Set.of(), HERE, "here",
                "refunds.create",
                CONNECTOR, edit);
        StoredRequest request = new StoredRequest(id, asked, new StoredRequest.Wording("Refund", Risk.HIGH, null),
                new StoredRequest.Frozen(payloadHash, policy, new PolicyVersion(POLICY, 1, policy.hex()),
                        new Terms(demand, one.override(), List.of(), List.of(), Map.of()),
                        REQUESTED, EXPIRES),
                new StoredRequest.Progress(RequestState.EXECUTING, null, REQUESTED, null, null));
        Requests.insert(handle, org, request, payload, new SearchText("refund"), id.toString());
    }

    private void take(Step step) {
        Instant at = REQUESTED.plusSeconds(step.at());
        switch (step.does()) {
            case "approve", "withdraw", "deny", "override" -> decide(step, at);
            case "member" -> change(step);
            case "enrol" -> enrol(step.who());
            case "revoke" -> execute("update member_key set revoked_at = :at where org_id = :org and key_id = :key",
                    Map.of("at", at, "key", step.who().key()));
            case "owner" -> execute("update agent set owner_id = :id where org_id = :org and id = :agent",
                    Map.of("id", step.who().id(), "agent", SampleLog.AGENT));
            case "show" -> execute("insert into agent_key (org_id, id, agent_id, secret_hash, shown_to, created_at) "
                    + "values (:org, :key, :agent, sha256('key'), :id, :at)",
                    Map.of("key", agentKey(step), "agent", SampleLog.AGENT, "id", step.who().id(), "at", at));
            case "hide" -> execute("update agent_key set revoked_at = :at where org_id = :org and id = :key",
                    Map.of("key", agentKey(step), "at", at));
            case "delegate" -> delegate(step, at);
            case "undelegate" -> execute(
                    "update delegation set ended_at = :at where org_id = :org and member_id = :id",
                    Map.of("at", at, "id", step.who().id()));
            case "escalate" -> Requests.escalate(handle, org, REQUEST, at);
            default -> throw new IllegalArgumentException(step.toString());
        }
    }

    private void decide(Step step, Instant at) {
        Person who = step.who();
        DecisionStatement said = new DecisionStatement("", at, Decision.ofWord(step.does()), null, who.key(), who.id(),
                org, payloadHash, policy, step.reason(), REQUEST);
        DecisionRows.insert(handle, said, said.canonicalBytes(), who.sign(said.preAuthenticationEncoding()), at);
    }

    private void change(Step step) {
        Map<String, Object> member = Map.of("id", step.who().id());
        execute("delete from member_role where org_id = :org and member_id = :id", member);
        execute("delete from approval_group_member where org_id = :org and member_id = :id", member);
        execute("update member set active = :active, every_workspace = :every where org_id = :org and id = :id",
                Map.of("id", step.who().id(), "active", step.active(), "every", step.workspaces() == null));
        grant(step.who().id(), texts(step.json().array("roles")), texts(step.json().array("groups")));
        List<UUID> workspaces = step.workspaces();
        if (workspaces != null) {
            workspaces.forEach(workspace -> execute("insert into workspace_member values (:org, :workspace, :id)",
                    Map.of("workspace", workspace, "id", step.who().id())));
        }
    }

    private void delegate(Step step, Instant at) {
        Person who = step.who();
        DelegationStatement said = new DelegationStatement(SampleLog.id(step.json().string("to")),
                SampleLog.id("away " + who.name()), REQUESTED.plusSeconds(step.json().integer("until")), who.key(),
                who.id(), org, "Away", at, REQUESTED.plusSeconds(step.json().integer("from")));
        byte[] statement = said.canonicalBytes();
        execute("insert into delegation (org_id, id, member_id, delegate_id, key_id, starts_at, ends_at, reason, statement, signature, created_at) "
                + "values (:org, :id, :member, :delegate, :key, :starts, :ends, 'Away', :statement, :signature, :starts)",
                Map.of("id", said.delegation(), "member", said.member(), "delegate", said.delegate(), "key", said.key(),
                        "starts", said.startsAt(), "ends", said.endsAt(), "statement", statement, "signature",
                        who.sign(DelegationStatement.preAuthenticationEncoding(statement))));
    }

    private static UUID agentKey(Step step) {
        return SampleLog.id("key " + step.json().string("key"));
    }

    private static List<String> texts(JsonArray array) {
        return array.items().stream().map(item -> ((JsonString) item).value()).toList();
    }

    private void execute(String sql, Map<String, ?> values) {
        handle.createUpdate(sql).bind("org", org).bindMap(values).execute();
    }
}
