package dev.agenthub.evidence;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.ActorKind;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Nonce;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.DelegationStatement;
import dev.agenthub.evidence.statement.Display;
import dev.agenthub.evidence.statement.Ed25519Keys;
import dev.agenthub.evidence.statement.KeyAlgorithm;
import dev.agenthub.evidence.statement.PublicKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the events of an organization's days, one second apart and the same in every run. */
public final class SampleLog {

    /** The time of the first event; each further one comes a second later. */
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    /** The digest of the policy that {@link #opened} publishes. */
    public static final Hash POLICY = digest(SamplePolicy.document(null));
    /** The owner of the agent, who decides nothing. */
    public static final UUID OWNER = id("owner");
    public static final UUID AGENT = id("agent");
    public static final Actor SYSTEM = new Actor("system", ActorKind.SYSTEM, "AgentHub");
    public static final Actor BY_AGENT = new Actor(AGENT.toString(), ActorKind.AGENT, "Support agent");

    /** A member and their key. */
    public record Person(String name, UUID id, String seedName, KeyAlgorithm algorithm) {

        public static Person of(String name) {
            return new Person(name, SampleLog.id(name), name, KeyAlgorithm.ED25519);
        }

        /** The same member with a key in hardware. */
        public Person withToken() {
            return new Person(name, id, seedName + " token", KeyAlgorithm.ES256);
        }

        /** The same person's second account, or somebody else at the same key. */
        public Person as(String otherName) {
            return new Person(otherName, SampleLog.id(otherName), seedName, algorithm);
        }

        public byte[] seed() {
            return ExportFixtures.seed(seedName);
        }

        public String key() {
            return PublicKey.id(publicKey());
        }

        public byte[] publicKey() {
            return switch (algorithm) {
                case ED25519 -> Ed25519Keys.publicKey(seed());
                case ES256 -> new HardwareKey(seed()).publicKey();
            };
        }

        public byte[] sign(byte[] message) {
            return switch (algorithm) {
                case ED25519 -> Ed25519Keys.sign(seed(), message);
                case ES256 -> new HardwareKey(seed()).sign(message);
            };
        }
    }

    /**
     * A submitted action.
     *
     * @param content its payload; null for one that is never in the export
     */
    public record Request(String name, @Nullable JsonObject content) {

        public Request(String name) {
            this(name, null);
        }

        public UUID id() {
            return SampleLog.id(name);
        }

        public byte[] payload() {
            return (content == null ? data().put("do", name).build() : content).canonicalBytes();
        }

        public Hash payloadHash() {
            return PayloadHash.of(payload());
        }

        /** Not of the content, which may be large. */
        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    public static final Person ADA = Person.of("ada");
    public static final Person BEN = Person.of("ben");

    private final List<byte[]> events = new ArrayList<>();
    private final Map<Request, Hash> policies = new HashMap<>();
    private UUID org = ExportFixtures.ORG;
    private Hash policy = POLICY;
    private int version;
    private @Nullable String override;
    private @Nullable UUID workspace;
    private Instant now = START;

    /** A log that was opened, with two approvers, an agent and a policy. */
    public static SampleLog opened() {
        SampleLog log = new SampleLog();
        log.append(EventType.LOG_OPENED, data().put("origin", ExportFixtures.ORIGIN.toString()).build());
        log.join(ADA, "approvers", "finance");
        log.join(BEN, "approvers");
        log.install(OWNER);
        return log.publish(SamplePolicy.document(null));
    }

    /** Everything once: an allowed action, one approval, two approvals. */
    public static SampleLog ordinary() {
        SampleLog log = opened();
        log.request(new Request("message")).run(new Request("message"));
        Request ticket = new Request("ticket");
        log.request(ticket, required(1)).approve(ADA, ticket).run(ticket);
        Request refund = new Request("refund");
        return log.request(refund, required(2)).approve(ADA, refund).approve(BEN, refund).run(refund);
    }

    /** So many approvals of {@code approvers}. */
    public static Quorum.Requirement required(int count) {
        return new Quorum.Requirement(count, "approvers");
    }

    /** The id of whatever has this name, the same in every log. */
    public static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    public static JsonObject.Builder data() {
        return JsonObject.builder();
    }

    /** The canonical bytes of each event so far; a copy. */
    public List<byte[]> events() {
        return new ArrayList<>(events);
    }

    /** The time of the next event. */
    public Instant now() {
        return now;
    }

    /** The organization of what follows. */
    public SampleLog org(UUID other) {
        org = other;
        return this;
    }

    /** The workspace of what follows. */
    public SampleLog workspace(UUID of) {
        workspace = of;
        return this;
    }

    /** The time of the next event. */
    public SampleLog at(Instant moment) {
        now = moment;
        return this;
    }

    /** Appends an event by the backend itself. */
    public SampleLog append(String type, JsonObject data) {
        return append(SYSTEM, type, data);
    }

    /** Appends any event, true to the rules or not. */
    public SampleLog append(Actor actor, String type, JsonObject data) {
        int number = events.size();
        byte[] nonce = Arrays.copyOf(Hash.sha256(("nonce" + number).getBytes(StandardCharsets.UTF_8)).bytes(),
                Nonce.LENGTH);
        events.add(new AuditEvent(actor, data, new UUID(0x018F000000007000L, 0x8000000000000000L | number), nonce, org,
                new Subject("it", "thing"), now, type, workspace).canonicalBytes());
        now = now.plusSeconds(1);
        return this;
    }

    /** An active approver with a key. */
    public SampleLog join(Person person, String... groups) {
        return change(person, true, groups).enrol(person);
    }

    /** A member's roles, groups and whether they are active. */
    public SampleLog change(Person person, boolean active, String... groups) {
        return append(EventType.MEMBER_CHANGED,
                data().put("member", person.id().toString()).put("roles", JsonArray.ofStrings(List.of("approver")))
                        .put("groups", JsonArray.ofStrings(List.of(groups))).put("active", active).build());
    }

    /** An approver of these workspaces alone. */
    public SampleLog limit(Person person, List<String> workspaces, String... groups) {
        return append(EventType.MEMBER_CHANGED,
                data().put("member", person.id().toString()).put("roles", JsonArray.ofStrings(List.of("approver")))
                        .put("groups", JsonArray.ofStrings(List.of(groups))).put("active", true)
                        .put("workspaces", JsonArray.ofStrings(workspaces)).build());
    }

    /** The key of a member who is there already. */
    public SampleLog enrol(Person person) {
        return enrol(person, data().put("alg", person.algorithm().word()));
    }

    /** What is said of the key stands in {@code data} but for the member, the key and its bytes. */
    public SampleLog enrol(Person person, JsonObject.Builder data) {
        return append(EventType.MEMBER_KEY_ENROLLED,
                data.put("member", person.id().toString()).put("key", person.key())
                        .put("publicKey", base64(person.publicKey())).putNull("invitedBy").build());
    }

    public SampleLog revoke(Person person) {
        return append(EventType.MEMBER_KEY_REVOKED,
                data().put("member", person.id().toString()).put("key", person.key()).build());
    }

    /** The agent, with this owner. */
    public SampleLog install(UUID owner) {
        return append(EventType.AGENT_INSTALLED,
                data().put("agent", AGENT.toString()).put("owner", owner.toString()).put("manifestDigest", POLICY.hex())
                        .put("tools", JsonArray.of()).build());
    }

    /** SHA-256 of the canonical form. */
    public static Hash digest(JsonValue document) {
        return Hash.sha256(document.canonicalBytes());
    }

    /** The next version of the policy, under which requests are from now on. */
    public SampleLog publish(JsonValue document) {
        policy = digest(document);
        override = document instanceof JsonObject object && object.get("override") instanceof JsonObject allowed
                ? allowed.string("group")
                : null;
        return append(EventType.POLICY_PUBLISHED, data().put("policy", id("policy").toString())
                .put("version", ++version).put("digest", policy.hex()).put("document", document).build());
    }

    /** An action under the policy in force, submitted now, with its payload. */
    public Request action(String name, String tool, JsonObject arguments) {
        return new Request(name, data().put("agent", AGENT.toString()).put("arguments", arguments)
                .put("attachments", JsonArray.of())
                .put("call", data().put("http", data().putNull("body").put("headers", data().build())
                        .put("method", "POST").put("url", "https://api.example.com/" + tool).build()).build())
                .put("connector", id("connector").toString()).put("createdAt", Timestamps.format(now))
                .put("expiresAt", Timestamps.format(START.plusSeconds(3600))).put("nonce", "AAAAAAAAAAAAAAAAAAAAAA")
                .put("org", org.toString()).put("policy", named()).put("request", id(name).toString())
                .put("tool", data().put("digest", digest(new JsonString(tool)).hex()).put("name", tool).build())
                .put("v", PayloadHash.ACTION).put("workspace", id("workspace").toString()).build());
    }

    private JsonObject named() {
        return data().put("digest", policy.hex()).put("id", id("policy").toString()).put("version", version).build();
    }

    /** A request of the agent under the policy in force. */
    public SampleLog request(Request request, Quorum.Requirement... required) {
        return request(BY_AGENT, request, required);
    }

    /** A request that this actor's event tells of. */
    public SampleLog request(Actor actor, Request request, Quorum.Requirement... required) {
        return append(actor, EventType.APPROVAL_REQUESTED, asked(request, required).build());
    }

    private JsonObject.Builder asked(Request request, Quorum.Requirement... required) {
        return asked(request, null, required);
    }

    /** What the rule of the policy asks that asks for this. */
    public JsonObject.Builder asked(Request request, @Nullable JsonObject escalation, Quorum.Requirement... required) {
        policies.putIfAbsent(request, policy);
        return data().put("request", request.id().toString()).put("agent", AGENT.toString())
                .put("payloadHash", request.payloadHash().hex())
                .put("expiresAt", Timestamps.format(START.plusSeconds(3600)))
                .put("required", SamplePolicy.required(List.of(required)))
                .put("rules", SamplePolicy.rules(List.of(required), escalation)).put("unevaluated", JsonArray.of())
                .put("terms", SamplePolicy.terms(override, escalation))
                .put("policy", named());
    }

    /** A request that others may decide too after so many seconds. */
    public SampleLog escalating(Request request, long afterSeconds, String group, Quorum.Requirement... required) {
        return append(BY_AGENT, EventType.APPROVAL_REQUESTED,
                asked(request, SamplePolicy.escalation(afterSeconds, group), required).build());
    }

    public SampleLog escalate(Request request, String group) {
        return append(EventType.APPROVAL_ESCALATED,
                data().put("request", request.id().toString()).put("group", group).build());
    }

    /** A request that these members made of the agent's. */
    public SampleLog edited(Request request, List<Person> editors, Quorum.Requirement... required) {
        return append(new Actor(editors.getLast().id().toString(), ActorKind.MEMBER, editors.getLast().name()),
                EventType.APPROVAL_REQUESTED,
                asked(request, required).put("replaces", id("replaced").toString())
                        .put("editors", JsonArray.ofStrings(editors.stream().map(one -> one.id().toString()).toList()))
                        .build());
    }

    /** Ada lets Ben decide, or whoever they are. */
    public SampleLog delegate(String name, Person from, Person to, Instant startsAt, Instant endsAt) {
        DelegationStatement statement = new DelegationStatement(to.id(), id(name), endsAt, from.key(), from.id(), org,
                "Away", now, startsAt);
        return delegate(statement,
                from.sign(DelegationStatement.preAuthenticationEncoding(statement.canonicalBytes())));
    }

    public SampleLog delegate(DelegationStatement statement, byte[] signature) {
        return append(EventType.DELEGATION_CREATED, data().put("delegation", statement.delegation().toString())
                .put("statement", new String(statement.canonicalBytes(), StandardCharsets.UTF_8))
                .put("signature", base64(signature)).build());
    }

    public SampleLog endDelegation(String name) {
        return append(EventType.DELEGATION_ENDED, data().put("delegation", id(name).toString()).build());
    }

    public SampleLog approve(Person person, Request request) {
        return decide(person, statement(person, request, Decision.APPROVE));
    }

    public DecisionStatement statement(Person person, Request request, Decision decision) {
        return new DecisionStatement("Y2hhbGxlbmdl", now, decision, whole(request), person.key(), person.id(),
                ExportFixtures.ORG, request.payloadHash(), policies.getOrDefault(request, policy), "Looks right",
                request.id());
    }

    /** All of the request was on screen; its text needs no marks. */
    private static Display whole(Request request) {
        String text = new String(request.payload(), StandardCharsets.UTF_8);
        return Display.ofExactView(text, text.length());
    }

    public SampleLog decide(Person person, DecisionStatement statement) {
        return decided(statement, person.sign(statement.preAuthenticationEncoding()));
    }

    /** A decision with a signature that may be false. */
    public SampleLog decided(DecisionStatement statement, byte[] signature) {
        String type = statement.decision() == Decision.OVERRIDE ? EventType.OVERRIDE_USED : EventType.APPROVAL_DECIDED;
        return append(type, data().put("request", statement.request().toString())
                .put("statement", new String(statement.canonicalBytes(), StandardCharsets.UTF_8))
                .put("signature", base64(signature)).build());
    }

    public SampleLog close(String type, Request request) {
        return append(type, data().put("request", request.id().toString()).put("reason", "").build());
    }

    /** The run of what was asked for. */
    public SampleLog run(Request request) {
        return run(request, request.payloadHash());
    }

    /** A run that names this payload hash. */
    public SampleLog run(Request request, Hash payloadHash) {
        String run = id("run" + events.size()).toString();
        append(EventType.RUN_STARTED, data().put("run", run).put("request", request.id().toString())
                .put("payloadHash", payloadHash.hex()).build());
        return append(EventType.RUN_FINISHED,
                data().put("run", run).put("outcome", "executed").put("responseDigest", payloadHash.hex()).build());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
