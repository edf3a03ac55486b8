package dev.agenthub.evidence.verify.controls.events;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.Base64Text;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.canonical.Uuids;
import dev.agenthub.evidence.chain.ActorKind;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventScan;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.AppliedRules;
import dev.agenthub.evidence.policy.AskedTerms;
import dev.agenthub.evidence.policy.Escalation;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.DelegationStatement;
import dev.agenthub.evidence.statement.KeyAlgorithm;
import dev.agenthub.evidence.statement.PublicKey;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads from an event what the controls need of it. */
public final class ControlEvents {

    /** The types that {@link #read} reads, in ASCII. */
    private static final List<byte[]> TYPES = Stream
            .of(EventType.MEMBER_KEY_ENROLLED, EventType.MEMBER_KEY_REVOKED, EventType.MEMBER_CHANGED,
                    EventType.AGENT_INSTALLED, EventType.AGENT_UPDATED, EventType.POLICY_PUBLISHED,
                    EventType.APPROVAL_REQUESTED, EventType.APPROVAL_DECIDED, EventType.OVERRIDE_USED,
                    EventType.APPROVAL_EXPIRED, EventType.APPROVAL_CANCELLED, EventType.APPROVAL_ESCALATED,
                    EventType.RUN_STARTED,
                    EventType.AGENT_DISABLED, EventType.AGENT_KEY_ISSUED, EventType.AGENT_KEY_REVOKED,
                    EventType.GOVERNANCE_SET, EventType.CHANGE_APPLIED, EventType.MEMBER_INVITED,
                    EventType.GROUP_CREATED, EventType.DELEGATION_CREATED, EventType.DELEGATION_ENDED,
                    EventType.CONNECTOR_AUTHORIZED, EventType.CONNECTOR_SCOPES_ACCEPTED,
                    EventType.BILLING_BUDGET_CHANGED, EventType.BILLING_SETTLED)
            .map(type -> type.getBytes(StandardCharsets.US_ASCII)).toList();

    /** The role of members who decide. */
    private static final String APPROVER = "approver";

    private static final byte[] RUN_REFUSED = EventType.RUN_REFUSED.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RUN_FINISHED = EventType.RUN_FINISHED.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FAILED = "\"outcome\":\"failed\"".getBytes(StandardCharsets.US_ASCII);

    private ControlEvents() {}

    /** Whether a control rests on this event, so that {@link #read} must read it. */
    public static boolean concerns(EventScan event) {
        for (byte[] type : TYPES) {
            if (event.isOfType(type)) {
                return true;
            }
        }
        return event.isOfType(RUN_REFUSED) || (event.isOfType(RUN_FINISHED) && event.holdsInData(FAILED));
    }

    /**
     * Reads one event.
     *
     * @return null for events that no control rests on
     * @throws EvidenceException ENTRY_MALFORMED where a member that its type must have is missing
     */
    public static @Nullable ControlEvent read(long seq, AuditEvent event) {
        try {
            return GovernedEvents.wrap(seq, event, readData(seq, event, event.data()));
        } catch (EvidenceException e) {
            throw new EvidenceException(Codes.ENTRY_MALFORMED, "The data of this " + event.type()
                    + " is not what its type needs: " + e.getMessage());
        }
    }

    private static @Nullable ControlEvent readData(long seq, AuditEvent event, JsonObject data) {
        return switch (event.type()) {
            case EventType.MEMBER_KEY_ENROLLED -> enrolled(seq, data);
            case EventType.MEMBER_KEY_REVOKED ->
                new ControlEvent.KeyRevoked(seq, uuid(data, "member"), data.string("key"));
            case EventType.MEMBER_CHANGED ->
                new ControlEvent.MemberChanged(seq, uuid(data, "member"), texts(data.array("groups")),
                        data.bool("active"), texts(data.array("roles")).contains(APPROVER), workspaces(data));
            case EventType.AGENT_INSTALLED, EventType.AGENT_UPDATED ->
                new ControlEvent.AgentOwned(seq, uuid(data, "agent"), uuid(data, "owner"), risks(data));
            case EventType.AGENT_DISABLED -> new ControlEvent.AgentDisabled(seq, uuid(data, "agent"));
            case EventType.AGENT_KEY_ISSUED ->
                new ControlEvent.AgentKeyIssued(seq, uuid(data, "agent"), data.string("key"), uuid(data, "shownTo"));
            case EventType.AGENT_KEY_REVOKED ->
                new ControlEvent.AgentKeyRevoked(seq, uuid(data, "agent"), data.string("key"));
            case EventType.GOVERNANCE_SET ->
                new ControlEvent.GovernanceSet(seq, ReplayedPolicy.ofGovernance(uuid(data, "policy"),
                        data.integer("version"), Hash.ofHex(data.string("digest")), document(data)));
            case EventType.CHANGE_APPLIED -> new ControlEvent.ChangeApplied(seq, uuid(data, "request"),
                    Hash.ofHex(data.string("payloadHash")), data.string("kind"), event.time());
            case EventType.POLICY_PUBLISHED -> new ControlEvent.PolicyPublished(seq,
                    ReplayedPolicy.ofPolicy(uuid(data, "policy"),
                            data.integer("version"), Hash.ofHex(data.string("digest")), document(data)),
                    overrideGroup(data.get("document")));
            case EventType.APPROVAL_REQUESTED -> requested(seq, event, data);
            case EventType.APPROVAL_DECIDED -> decided(seq, event, data, false);
            case EventType.OVERRIDE_USED -> decided(seq, event, data, true);
            case EventType.DELEGATION_CREATED -> delegated(seq, event.org(), data);
            case EventType.DELEGATION_ENDED -> new ControlEvent.DelegationEnded(seq, uuid(data, "delegation"));
            case EventType.APPROVAL_ESCALATED ->
                new ControlEvent.Escalated(seq, uuid(data, "request"), data.string("group"), event.time());
            case EventType.APPROVAL_EXPIRED -> new ControlEvent.Closed(seq, uuid(data, "request"), true);
            case EventType.APPROVAL_CANCELLED -> new ControlEvent.Closed(seq, uuid(data, "request"), false);
            case EventType.RUN_STARTED -> new ControlEvent.RunStarted(seq, uuid(data, "run"), uuid(data, "request"),
                    Hash.ofHex(data.string("payloadHash")), event.time());
            case EventType.RUN_REFUSED -> {
                UUID request = idOf(data, "request");
                yield request == null ? null : new ControlEvent.Refused(seq, request);
            }
            case EventType.RUN_FINISHED -> {
                UUID run = data.get("outcome") instanceof JsonString(String outcome) && outcome.equals("failed")
                        ? idOf(data, "run")
                        : null;
                yield run == null ? null : new ControlEvent.RunFailed(seq, run);
            }
            default -> null;
        };
    }

    /** An id that nothing but limits rests on; null where there is none. */
    private static @Nullable UUID idOf(JsonObject data, String name) {
        try {
            return uuid(data, name);
        } catch (EvidenceException _) {
            return null;
        }
    }

    /** What cannot be read says nothing: a tool's risk is told for whoever replays policies, and need not be. */
    private static Map<String, String> risks(JsonObject data) {
        Map<String, String> risks = new HashMap<>();
        if (data.get("tools") instanceof JsonArray(List<JsonValue> tools)) {
            for (JsonValue one : tools) {
                if (one instanceof JsonObject tool && tool.get("name") instanceof JsonString(String name)
                        && tool.get("digest") instanceof JsonString(String digest)
                        && tool.get("risk") instanceof JsonString(String risk)) {
                    risks.put(ControlEvent.AgentOwned.tool(name, digest), risk);
                }
            }
        }
        return Map.copyOf(risks);
    }

    private static ControlEvent enrolled(long seq, JsonObject data) {
        byte[] publicKey = base64(data, "publicKey");
        String key = data.string("key");
        PublicKey.requireId(key, publicKey);
        String algorithm = data.get("alg") == null ? KeyAlgorithm.ED25519.word() : data.string("alg");
        return new ControlEvent.KeyEnrolled(seq, uuid(data, "member"), key,
                KeyAlgorithm.ofWord(algorithm).map(known -> PublicKey.of(known, publicKey)).orElse(null));
    }

    private static ControlEvent requested(long seq, AuditEvent event, JsonObject data) {
        List<Quorum.Requirement> required = new ArrayList<>();
        for (JsonValue item : data.array("required").items()) {
            if (!(item instanceof JsonObject requirement)) {
                throw new EvidenceException(Codes.MEMBER_MISSING, "A requirement must be an object.");
            }
            required.add(requirement(requirement));
        }
        Set<UUID> requesters = new HashSet<>();
        if (data.get("editors") != null) {
            texts(data.array("editors")).stream().map(Uuids::parse).forEach(requesters::add);
        }
        ControlEvent.Proposal proposal = data.get("proposer") == null
                ? null
                : new ControlEvent.Proposal(data.string("kind"), subject(data), Hash.ofHex(data.string("after")));
        if (proposal != null) {
            requesters.add(uuid(data, "proposer"));
        } else if (event.actor().kind() == ActorKind.MEMBER) {
            requesters.add(Uuids.parse(event.actor().id()));
        }
        PolicyClaim claim = claim(event, data);
        ControlEvent.Requested asked = new ControlEvent.Requested(seq, uuid(data, "request"), event.workspace(),
                proposal == null ? uuid(data, "agent") : null,
                Set.copyOf(requesters), proposal,
                Hash.ofHex(data.string("payloadHash")), Timestamps.parse(data.string("expiresAt")),
                List.copyOf(required), claim.digest(), hold(claim), claim.terms().excluded(), escalation(claim));
        return new ControlEvent.Submitted(seq, event.org(), asked, claim, data);
    }

    /** One that is beyond every time counts as long as a number has place. */
    private static Duration hold(PolicyClaim claim) {
        return Duration.ofSeconds(Math.clamp(claim.terms().hold().toSeconds(), 0, Integer.MAX_VALUE));
    }

    private static PolicyClaim claim(AuditEvent event, JsonObject data) {
        JsonObject policy = data.object("policy");
        return new PolicyClaim(uuid(policy, "id"), policy.integer("version"), Hash.ofHex(policy.string("digest")),
                new AppliedRules(indices(data.array("rules")), indices(data.array("unevaluated"))),
                AskedTerms.of(data.object("terms")), event.time());
    }

    /** An index that no document can have becomes -1. */
    private static List<Integer> indices(JsonArray array) {
        List<Integer> indices = new ArrayList<>();
        for (JsonValue item : array.items()) {
            if (!(item instanceof JsonNumber number)) {
                throw new EvidenceException(Codes.MEMBER_MISSING, "An index of a rule must be a number.");
            }
            indices.add(index(number.decimal()));
        }
        return indices;
    }

    private static int index(BigDecimal number) {
        try {
            return number.intValueExact();
        } catch (ArithmeticException _) {
            return -1;
        }
    }

    private static JsonValue document(JsonObject data) {
        JsonValue document = data.get("document");
        if (document == null) {
            throw new EvidenceException(Codes.MEMBER_MISSING, "The policy's document is missing.");
        }
        return document;
    }

    private static ControlEvent.@Nullable Escalation escalation(PolicyClaim claim) {
        Escalation said = claim.terms().escalation();
        return said == null
                ? null
                : new ControlEvent.Escalation(
                        claim.time().plusSeconds(Math.clamp(said.after().toSeconds(), 0, Integer.MAX_VALUE)),
                        said.group());
    }

    private static Subject subject(JsonObject data) {
        JsonObject subject = data.object("subject");
        return new Subject(subject.string("id"), subject.string("kind"));
    }

    /** A count that is missing or impossible becomes 0, which no approvals ever meet. */
    private static Quorum.Requirement requirement(JsonObject requirement) {
        long count = requirement.get("count") == null ? 0 : requirement.integer("count");
        return new Quorum.Requirement(Math.clamp(count, 0, Integer.MAX_VALUE), requirement.string("group"));
    }

    private static ControlEvent decided(long seq, AuditEvent event, JsonObject data, boolean override) {
        UUID request = uuid(data, "request");
        byte[] bytes = data.string("statement").getBytes(StandardCharsets.UTF_8);
        SignedBytes signed = SignedBytes.ofDecision(bytes, base64(data, "signature"));
        try {
            return new ControlEvent.Decided(seq, event.time(), event.org(), request, override,
                    DecisionStatement.parse(bytes), "", signed,
                    null);
        } catch (EvidenceException e) {
            return new ControlEvent.Decided(seq, event.time(), event.org(), request, override, null,
                    String.valueOf(e.getMessage()), signed,
                    null);
        }
    }

    private static ControlEvent delegated(long seq, UUID org, JsonObject data) {
        UUID delegation = uuid(data, "delegation");
        byte[] bytes = data.string("statement").getBytes(StandardCharsets.UTF_8);
        SignedBytes signed = SignedBytes.ofDelegation(bytes, base64(data, "signature"));
        try {
            return new ControlEvent.DelegationCreated(seq, org, delegation, DelegationStatement.parse(bytes), "",
                    signed);
        } catch (EvidenceException e) {
            return new ControlEvent.DelegationCreated(seq, org, delegation, null, String.valueOf(e.getMessage()),
                    signed);
        }
    }

    /** The group that a policy's document names in an {@code override} of its own, not of one further in. */
    private static @Nullable String overrideGroup(@Nullable JsonValue document) {
        return document instanceof JsonObject policy && policy.get("override") instanceof JsonObject override
                && override.get("group") instanceof JsonString(String group) ? group : null;
    }

    private static @Nullable Set<UUID> workspaces(JsonObject data) {
        JsonValue said = data.get("workspaces");
        return said == null || said instanceof JsonNull
                ? null
                : texts(data.array("workspaces")).stream().map(Uuids::parse).collect(Collectors.toSet());
    }

    private static Set<String> texts(JsonArray array) {
        Set<String> texts = new HashSet<>();
        for (JsonValue item : array.items()) {
            if (!(item instanceof JsonString(String text))) {
                throw new EvidenceException(Codes.MEMBER_MISSING, "An item of a list must be text.");
            }
            texts.add(text);
        }
        return texts;
    }

    private static UUID uuid(JsonObject data, String name) {
        return Uuids.parse(data.string(name));
    }

    private static byte[] base64(JsonObject data, String name) {
        try {
            return Base64Text.decode(data.string(name));
        } catch (IllegalArgumentException e) {
            throw new EvidenceException(Codes.MEMBER_MISSING, "\"" + name + "\" must be base64.");
        }
    }
}
