package dev.agenthub.bench.verify;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.ActorKind;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Nonce;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Ed25519Keys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes the life of a busy organization: actions of its agents, of which each is requested,
 * approved where its policy asks for it, run, and called out; one event in fifty is a signed
 * decision. Every run has the approval it needs. Memory does not grow with the number of events.
 */
final class LogGenerator {

    /** Where the log goes. */
    interface Sink {

        /** Takes the next event's canonical bytes. */
        void event(byte[] event) throws IOException;

        /** Publishes a checkpoint of all events taken so far, and returns their root. */
        Hash publish() throws IOException;
    }

    private static final int PEOPLE = 60;
    private static final int AGENTS = 12;
    private static final Instant START = Instant.parse("2026-01-01T06:00:00Z");
    private static final Actor SYSTEM = new Actor("agenthub", ActorKind.SYSTEM, "AgentHub");
    private static final List<String> TOOLS = List.of("tickets.create", "tickets.comment", "mail.send", "refunds.pay",
            "crm.update");

    /** Tools by how many approvals their actions need. */
    private static final List<List<String>> ASKING = List.of(
            List.of("tickets.create", "tickets.comment", "crm.update"), List.of("mail.send"), List.of("refunds.pay"));
    /** A rule that allows, one that asks for one approval, and one that asks for two. */
    private static final JsonObject DOCUMENT = (JsonObject) JsonValue.parse("""
            {"override":{"group":"approvers"},"rules":[
              {"match":{"tool":["tickets.*","crm.*"]},"outcome":"allow"},
              {"match":{"tool":"mail.*"},"outcome":"require","required":[{"count":1,"group":"approvers"}]},
              {"match":{"tool":"refunds.*"},"outcome":"require","required":[{"count":2,"group":"approvers"}]}],
             "v":"agenthub/policy/v1"}""".getBytes(StandardCharsets.UTF_8));
    private static final JsonObject TERMS = (JsonObject) JsonValue.parse("""
            {"escalation":null,"excluded":{"groups":[],"members":[]},"holdSeconds":0,"override":"approvers",
             "reason":false,"stepUp":false}""".getBytes(StandardCharsets.UTF_8));

    private final Draw draw = new Draw();
    private final String origin;
    private final UUID org;
    private final Sink sink;
    private final long wanted;
    private final UUID workspace;
    private final List<Person> people = new ArrayList<>();
    private final List<Actor> agents = new ArrayList<>();
    private final List<UUID> connectors = new ArrayList<>();
    private final UUID policy;
    private final Hash policyDigest;
    private Instant now = START;
    private long written;

    LogGenerator(String origin, UUID org, long wanted, Sink sink) {
        this.origin = origin;
        this.org = org;
        this.wanted = wanted;
        this.sink = sink;
        this.workspace = uuid();
        this.policy = uuid();
        this.policyDigest = Hash.sha256(DOCUMENT.canonicalBytes());
    }

    /** Writes as many events as are wanted, and no more. */
    void run() throws IOException {
        open();
        while (written < wanted) {
            action();
            if (draw.perMille(20)) {
                housekeeping();
            }
        }
    }

    private void open() throws IOException {
        append(SYSTEM, EventType.LOG_OPENED, "log", org, data().put("origin", origin));
        for (int i = 0; i < PEOPLE; i++) {
            Person person = new Person(uuid(), "Member " + (i + 1), draw.bytes(Ed25519Keys.SEED_LENGTH));
            people.add(person);
            changed(person);
            append(SYSTEM, EventType.MEMBER_KEY_ENROLLED, "member", person.id,
                    data().put("alg", "ed25519").put("invitedBy", people.getFirst().id.toString())
                            .put("key", person.key)
                            .put("member", person.id.toString()).put("publicKey", base64(person.publicKey)));
        }
        for (int i = 0; i < AGENTS; i++) {
            Actor agent = new Actor(uuid().toString(), ActorKind.AGENT, "Agent " + (i + 1));
            agents.add(agent);
            installed(agent, EventType.AGENT_INSTALLED);
        }
        for (int i = 0; i < AGENTS; i++) {
            connectors.add(uuid());
            connector(EventType.CONNECTOR_AUTHORIZED, "scopes", "tickets:write");
        }
        published();
    }

    /** Nobody who decides owns an agent: the first member owns them all. */
    private void installed(Actor agent, String type) throws IOException {
        append(people.getFirst().actor, type, "agent", UUID.fromString(agent.id()),
                data().put("agent", agent.id()).put("manifestDigest", draw.hash().hex())
                        .put("owner", people.getFirst().id.toString()).put("tools", JsonArray.of(
                                data().put("digest", draw.hash().hex()).put("name", draw.of(TOOLS)).build())));
    }

    private void changed(Person person) throws IOException {
        append(SYSTEM, EventType.MEMBER_CHANGED, "member", person.id,
                data().put("active", true).put("groups", JsonArray.ofStrings(List.of("approvers")))
                        .put("member", person.id.toString()).put("roles", JsonArray.ofStrings(List.of("approver"))));
    }

    private void published() throws IOException {
        append(people.getFirst().actor, EventType.POLICY_PUBLISHED, "policy", policy,
                data().put("digest", policyDigest.hex())
                        .put("document", DOCUMENT)
                        .put("policy", policy.toString()).put("version", 1));
    }

    /** One action from its request to its end; about one in seven needs people. */
    private void action() throws IOException {
        Actor agent = draw.of(agents);
        UUID request = uuid();
        Hash payload = draw.hash();
        int approvals = draw.perMille(860) ? 0 : 1 + draw.below(2);
        boolean override = approvals > 0 && draw.perMille(10);
        requested(agent, request, payload, approvals);
        if (approvals > 0 && draw.perMille(40)) {
            unanswered(request);
            return;
        }
        int from = 1 + draw.below(PEOPLE - 3);
        if (approvals > 0 && draw.perMille(50)) {
            decided(people.get(from), request, payload, Decision.DENY);
            append(SYSTEM, EventType.RUN_REFUSED, "request", request,
                    data().put("code", "REQUEST_DENIED").put("request", request.toString()));
            return;
        }
        for (int i = 0; i < (override ? 1 : approvals); i++) {
            decided(people.get(from + i), request, payload, override ? Decision.OVERRIDE : Decision.APPROVE);
        }
        ran(request, payload);
    }

    private void requested(Actor agent, UUID request, Hash payload, int approvals) throws IOException {
        JsonArray required = approvals == 0
                ? JsonArray.of()
                : JsonArray.of(data().put("count", approvals).put("group", "approvers").build());
        append(agent, EventType.APPROVAL_REQUESTED, "request", request, data().put("agent", agent.id())
                .put("expiresAt", Timestamps.format(now.plusSeconds(86_400))).put("payloadHash", payload.hex())
                .put("policy", data().put("digest", policyDigest.hex()).put("id", policy.toString()).put("version", 1)
                        .build())
                .put("request", request.toString()).put("required", required)
                .put("rules", JsonArray.of(JsonNumber.of(approvals))).put("terms", TERMS)
                .put("tool", draw.of(ASKING.get(approvals))).put("unevaluated", JsonArray.of()));
    }

    private void unanswered(UUID request) throws IOException {
        boolean cancelled = draw.perMille(300);
        append(SYSTEM, cancelled ? EventType.APPROVAL_CANCELLED : EventType.APPROVAL_EXPIRED, "request", request,
                data().put("reason", cancelled ? "No longer needed" : "Nobody decided in time")
                        .put("request", request.toString()));
    }

    private void decided(Person person, UUID request, Hash payload, Decision decision) throws IOException {
        DecisionStatement statement = new DecisionStatement(
                Base64.getUrlEncoder().withoutPadding().encodeToString(draw.bytes(32)), now, decision, null, person.key,
                person.id, org, payload, policyDigest,
                decision == Decision.APPROVE ? "" : "Gesehen und geprüft – siehe Vorgang", request);
        byte[] signature = Ed25519Keys.sign(person.seed, statement.preAuthenticationEncoding());
        append(person.actor,
                decision == Decision.OVERRIDE ? EventType.OVERRIDE_USED : EventType.APPROVAL_DECIDED, "request",
                request, data().put("request", request.toString()).put("signature", base64(signature)).put("statement",
                        new String(statement.canonicalBytes(), StandardCharsets.UTF_8)));
    }

    private void ran(UUID request, Hash payload) throws IOException {
        UUID run = uuid();
        append(SYSTEM, EventType.RUN_STARTED, "run", run, data().put("payloadHash", payload.hex())
                .put("request", request.toString()).put("run", run.toString()));
        for (int calls = 1 + draw.below(11); calls > 0; calls--) {
            connector(EventType.CONNECTOR_CALLED, "result", draw.perMille(970) ? "HTTP_200" : "HTTP_503");
        }
        if (draw.perMille(60)) {
            connector(draw.perMille(800) ? EventType.CONNECTOR_REFRESHED : EventType.CONNECTOR_LIMITED, "limit",
                    "per-minute");
        }
        if (draw.perMille(5)) {
            connector(EventType.CONNECTOR_WITHHELD, "reason", "scope");
        }
        append(SYSTEM, EventType.BILLING_SPENT, "workspace", "support", data().put("amount", "0.0" + draw.below(900))
                .put("cap", "500.00").put("currency", "EUR").put("workspace", workspace.toString()));
        append(SYSTEM, EventType.RUN_FINISHED, "run", run, data().put("outcome", "executed")
                .put("responseDigest", draw.hash().hex()).put("run", run.toString()));
    }

    private void connector(String type, String name, String value) throws IOException {
        UUID connector = draw.of(connectors);
        append(SYSTEM, type, "connector", "helpdesk",
                data().put("connector", connector.toString()).put(name, value));
    }

    /** What happens beside the actions, each kind now and then. */
    private void housekeeping() throws IOException {
        switch (draw.below(10)) {
            case 0 -> changed(draw.of(people));
            case 1 -> installed(draw.of(agents), EventType.AGENT_UPDATED);
            case 2 -> published();
            case 3 -> connector(EventType.CONNECTOR_SCOPES_CHANGED, "scopes", "tickets:read tickets:write");
            case 4 -> connector(EventType.CONNECTOR_DISABLED, "reason", "Too many failures");
            case 5 -> connector(draw.perMille(900)
                    ? EventType.CONNECTOR_REVOKED
                    : EventType.CONNECTOR_REVOCATION_FAILED, "reason", "Requested");
            case 6 -> append(SYSTEM, EventType.BILLING_BUDGET_CHANGED, "workspace", "support",
                    data().put("amount", "500.00").put("cap", "500.00").put("currency", "EUR").put("workspace",
                            workspace.toString()));
            case 7 -> append(SYSTEM, EventType.BILLING_CAP_REACHED, "workspace", "support",
                    data().put("amount", "500.00").put("cap", "500.00").put("currency", "EUR").put("workspace",
                            workspace.toString()));
            case 8 -> append(SYSTEM, EventType.CHECKPOINT_PUBLISHED, "log", org,
                    data().put("root", sink.publish().hex()).put("size", written));
            default -> append(SYSTEM, EventType.EXPORT_CREATED, "log", org,
                    data().put("entries", written).put("firstSeq", 0));
        }
    }

    private void append(Actor actor, String type, String kind, Object subject, JsonObject.Builder data)
            throws IOException {
        if (written == wanted) {
            return;
        }
        now = now.plusNanos(1000L * draw.below(2_000_000));
        sink.event(new AuditEvent(actor, data.build(), uuid(), draw.bytes(Nonce.LENGTH), org,
                new Subject(subject.toString(), kind), now, type, workspaceOf(type)).canonicalBytes());
        written++;
    }

    /** Requests belong to a workspace; connectors and the log itself are the organization's. */
    private @Nullable UUID workspaceOf(String type) {
        return type.startsWith("approval.") ? workspace : null;
    }

    private UUID uuid() {
        return draw.uuid(now.toEpochMilli());
    }

    private static JsonObject.Builder data() {
        return JsonObject.builder();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
