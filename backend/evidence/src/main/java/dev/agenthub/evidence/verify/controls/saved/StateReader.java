package dev.agenthub.evidence.verify.controls.saved;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.Base64Text;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.canonical.Uuids;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.documents.DocumentFault;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.policy.ExcludedVoters;
import dev.agenthub.evidence.policy.Pointer;
import dev.agenthub.evidence.policy.PolicyInput;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.KeyAlgorithm;
import dev.agenthub.evidence.statement.PublicKey;
import dev.agenthub.evidence.verify.controls.events.ControlEvent;
import dev.agenthub.evidence.verify.controls.events.ReplayedPolicy;
import dev.agenthub.evidence.verify.controls.state.AgentKeys;
import dev.agenthub.evidence.verify.controls.state.AppliedChange;
import dev.agenthub.evidence.verify.controls.state.ControlsState;
import dev.agenthub.evidence.verify.controls.state.CountedRequest;
import dev.agenthub.evidence.verify.controls.state.PendingRequest;
import dev.agenthub.evidence.verify.controls.state.ReplayedDelegations;
import dev.agenthub.evidence.verify.controls.state.ReplayedMembers;
import dev.agenthub.evidence.verify.controls.state.UsageHistory;
import dev.agenthub.evidence.verify.controls.state.UsedRequests;
import dev.agenthub.evidence.verify.controls.state.UuidSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a saved state, believing nothing of it. At the end what was read is written again:
 * a state has one spelling only, and every other one is refused.
 */
public final class StateReader {

    private final StateLines lines;
    private final ReplayedMembers members = new ReplayedMembers();
    private final UsageHistory usage = new UsageHistory();
    private final Set<UUID> counted = new HashSet<>();
    private final ControlsState facts = new ControlsState(members, new UsedRequests(), usage);
    private long[] used = new long[2 * StateFormat.USED_A_LINE];
    private int usedFilled;

    public StateReader(InputStream in, long limit) {
        this.lines = new StateLines(in, limit);
    }

    public SavedState read() throws IOException {
        try {
            return readAll();
        } catch (EvidenceException e) {
            throw e.code().equals(Codes.STATE_MALFORMED) ? e : lines.malformed(String.valueOf(e.getMessage()));
        }
    }

    private SavedState readAll() throws IOException {
        if (!lines.nextText().equals(StateFormat.FIRST_LINE)) {
            throw lines.malformed("it does not begin with " + StateFormat.FIRST_LINE + ".");
        }
        Checkpoint checkpoint = Checkpoint.ofText(
                lines.nextText() + "\n" + lines.nextText() + "\n" + lines.nextText() + "\n");
        Hash stated = null;
        while (stated == null) {
            Hash before = lines.hashSoFar();
            if (!(JsonValue.parse(lines.next()) instanceof JsonObject line)) {
                throw lines.malformed("a line is no object.");
            }
            if (line.members().keySet().equals(StateFormat.END)) {
                stated = requireSame(Hash.ofHex(line.string("sha256")), before);
            } else {
                take(line);
            }
        }
        lines.requireEnd();
        SavedState state = new SavedState(checkpoint, memory());
        requireSame(new StateWriter(OutputStream.nullOutputStream()).write(state), stated);
        return state;
    }

    private Hash requireSame(Hash one, Hash other) {
        if (!one.equals(other)) {
            throw lines.malformed("it is not as it was written.");
        }
        return one;
    }

    private ControlsState memory() {
        ControlsState memory = new ControlsState(members, new UsedRequests(Arrays.copyOf(used, usedFilled)),
                usage, facts.pending());
        memory.owners().putAll(facts.owners());
        memory.risks().putAll(facts.risks());
        memory.policies().putAll(facts.policies());
        memory.inForce().putAll(facts.inForce());
        memory.agentKeys().putAll(facts.agentKeys());
        memory.changes().putAll(facts.changes());
        memory.delegations().putAll(facts.delegations());
        memory.govern(facts.governance());
        memory.endAt(facts.lastTime());
        return memory;
    }

    private void take(JsonObject line) {
        Set<String> names = line.members().keySet();
        if (names.equals(StateFormat.USED)) {
            used(base64(line, "used"));
        } else if (names.equals(StateFormat.REQUEST)) {
            request(line);
        } else if (names.equals(StateFormat.VOTE)) {
            vote(line);
        } else if (names.equals(StateFormat.KEY)) {
            key(line);
        } else if (names.equals(StateFormat.MEMBER)) {
            members.change(uuid(line, "member"), texts(line.array("groups")), line.bool("active"),
                    line.bool("approver"),
                    line.get("workspaces") instanceof JsonArray ? uuids(line, "workspaces") : null);
        } else if (names.equals(StateFormat.AGENT)) {
            facts.owners().put(uuid(line, "agent"), uuid(line, "owner"));
            facts.risks().put(uuid(line, "agent"), risks(line.object("risks")));
        } else if (names.equals(StateFormat.USAGE)) {
            usage(line);
        } else if (names.equals(StateFormat.COUNTED)) {
            counted(line);
        } else if (names.equals(StateFormat.AGENT_KEY)) {
            facts.agentKeys().issue(line.string("key"),
                    new AgentKeys.Shown(uuid(line, "agent"), uuid(line, "shownTo")));
        } else if (names.equals(StateFormat.GOVERNANCE)) {
            JsonObject policy = line.object("governance");
            facts.govern(ReplayedPolicy.ofGovernance(uuid(policy, "policy"), policy.integer("version"),
                    Hash.ofHex(policy.string("digest")), document(policy)));
        } else if (names.equals(StateFormat.IN_FORCE)) {
            facts.inForce().put(uuid(line, "policy"), ReplayedPolicy.ofPolicy(uuid(line, "policy"),
                    line.integer("version"), Hash.ofHex(line.string("digest")), document(line)));
        } else if (names.equals(StateFormat.DELEGATION)) {
            delegation(line);
        } else if (names.equals(StateFormat.CHANGE)) {
            change(line);
        } else if (names.equals(StateFormat.POLICY)) {
            facts.policies().put(Hash.ofHex(line.string("digest")),
                    Optional.ofNullable(line.nullableString("override")));
        } else if (names.equals(StateFormat.TIME)) {
            String time = line.nullableString("lastTime");
            facts.endAt(time == null ? null : Timestamps.parse(time));
        } else {
            throw lines.malformed("a line is of an unknown kind.");
        }
    }

    private Map<String, String> risks(JsonObject tools) {
        Map<String, String> risks = new HashMap<>();
        tools.members().keySet().forEach(tool -> risks.put(tool, tools.string(tool)));
        return risks;
    }

    private void usage(JsonObject line) {
        String missingUntil = line.nullableString("missingUntil");
        List<Pointer> amounts = new ArrayList<>();
        try {
            line.array("amounts").strings().forEach(place -> amounts.add(Pointer.parse(place)));
        } catch (DocumentFault e) {
            throw lines.malformed("a place is none: " + e.fault());
        }
        if (!usage.restore(amounts, missingUntil == null ? null : Timestamps.parse(missingUntil))) {
            throw lines.malformed("amounts are at no such places.");
        }
    }

    private void counted(JsonObject line) {
        UUID request = uuid(line, "request");
        UUID workspace = nullableUuid(line, "workspace");
        UUID agent = nullableUuid(line, "agent");
        List<Optional<BigDecimal>> amounts = new ArrayList<>();
        for (JsonValue amount : line.array("amounts").items()) {
            amounts.add(amount instanceof JsonNull ? Optional.empty() : Optional.of(amount(amount)));
        }
        CountedRequest.Said said = new CountedRequest.Said(request, question(line, workspace, agent), workspace, agent,
                Timestamps.micros(time(line, "createdAt")), amounts);
        if (!counted.add(request) || !usage.restore(said, counts(line.string("counts")), nullableUuid(line, "run"))) {
            throw lines.malformed("a request cannot count so.");
        }
    }

    private BigDecimal amount(JsonValue value) {
        BigDecimal amount = value instanceof JsonString(String text) ? CountedRequest.amount(text) : null;
        if (amount == null) {
            throw lines.malformed("an amount is none.");
        }
        return amount;
    }

    private CountedRequest.State counts(String word) {
        return Arrays.stream(CountedRequest.State.values()).filter(state -> state.word().equals(word)).findFirst()
                .orElseThrow(() -> lines.malformed("a request counts in an unknown way."));
    }

    private @Nullable PolicyInput question(JsonObject line, @Nullable UUID workspace, @Nullable UUID agent) {
        String tool = line.nullableString("tool");
        String risk = line.nullableString("risk");
        UUID connector = nullableUuid(line, "connector");
        if (tool == null && risk == null && connector == null) {
            return null;
        }
        if (tool == null || risk == null || connector == null || workspace == null || agent == null) {
            throw lines.malformed("what a payload says is not whole.");
        }
        return new PolicyInput(workspace, agent, tool, connector, risk, JsonObject.builder().build());
    }

    private JsonValue document(JsonObject policy) {
        JsonValue document = policy.get("document");
        if (document == null) {
            throw lines.malformed("a policy has no document.");
        }
        return document;
    }

    private void key(JsonObject line) {
        byte[] publicKey = base64(line, "publicKey");
        PublicKey.requireId(line.string("key"), publicKey);
        KeyAlgorithm algorithm = KeyAlgorithm.ofWord(line.string("alg"))
                .orElseThrow(() -> lines.malformed("a key is of an unknown algorithm."));
        members.enrol(line.string("key"),
                new ReplayedMembers.Key(uuid(line, "member"), PublicKey.of(algorithm, publicKey),
                        line.bool("revoked")));
    }

    private void request(JsonObject line) {
        List<Quorum.Requirement> required = new ArrayList<>();
        for (JsonValue item : line.array("required").items()) {
            if (!(item instanceof JsonObject one)) {
                throw lines.malformed("a requirement is no object.");
            }
            required.add(new Quorum.Requirement(Math.clamp(one.integer("count"), 0, Integer.MAX_VALUE),
                    one.string("group")));
        }
        UUID id = uuid(line, "request");
        String kind = line.nullableString("kind");
        Hash after = nullableHash(line, "after");
        String from = line.nullableString("escalatesFrom");
        String to = line.nullableString("escalatesTo");
        ControlEvent.Escalation escalation = from == null || to == null
                ? null
                : new ControlEvent.Escalation(Timestamps.parse(from), to);
        ControlEvent.Proposal proposal = proposal(kind, line.nullableString("subjectId"),
                line.nullableString("subjectKind"), after);
        PendingRequest request = new PendingRequest(
                new ControlEvent.Requested(0, id, nullableUuid(line, "workspace"), nullableUuid(line, "agent"),
                        uuids(line, "requesters"), proposal, Hash.ofHex(line.string("payloadHash")),
                        time(line, "expiresAt"),
                        List.copyOf(required), Hash.ofHex(line.string("policyDigest")),
                        Duration.ofSeconds(line.integer("holdSeconds")),
                        new ExcludedVoters(texts(line.array("excludedGroups")), texts(line.array("excludedMembers"))),
                        escalation),
                nullableUuid(line, "ownerThen"),
                uuids(line, "holdersThen"),
                nullableHash(line, "governanceThen"));
        request.restoreEscalated(line.bool("escalated"));
        String state = line.string("state");
        if (!state.equals(StateFormat.OPEN)) {
            request.close(state.equals(StateFormat.EXPIRED));
        }
        facts.pending().put(request);
    }

    private ControlEvent.@Nullable Proposal proposal(@Nullable String kind, @Nullable String subjectId,
            @Nullable String subjectKind, @Nullable Hash after) {
        if (kind != null && subjectId != null && subjectKind != null && after != null) {
            return new ControlEvent.Proposal(kind, new Subject(subjectId, subjectKind), after);
        }
        if (kind != null || subjectId != null || subjectKind != null || after != null) {
            throw lines.malformed("a proposal is not whole.");
        }
        return null;
    }

    private void delegation(JsonObject line) {
        facts.delegations().restore(uuid(line, "delegation"),
                new ReplayedDelegations.Delegation(uuid(line, "member"), line.string("key"), uuid(line, "delegate"),
                        time(line, "startsAt"), time(line, "endsAt"), line.bool("ended")));
    }

    private void change(JsonObject line) {
        String kind = line.nullableString("kind");
        facts.changes().put(uuid(line, "request"),
                new AppliedChange(kind == null ? null : ChangeKind.ofWord(kind).orElse(null),
                        new Subject(line.string("subjectId"), line.string("subjectKind")),
                        Hash.ofHex(line.string("after")), nullableHash(line, "handedOn"), texts(line.array("seen"))));
    }

    private void vote(JsonObject line) {
        UUID request = uuid(line, "request");
        if (!facts.pending().contains(request)) {
            throw lines.malformed("a vote stands before its request.");
        }
        UUID member = uuid(line, "member");
        PendingRequest.Vote vote = new PendingRequest.Vote(Decision.ofWord(line.string("decision")), line.string("key"),
                Hash.ofHex(line.string("payloadHash")), Hash.ofHex(line.string("policyDigest")),
                line.bool("reasoned"), time(line, "at"));
        facts.pending().change(request, voted -> voted.vote(member, vote));
    }

    private void used(byte[] uuids) {
        if (uuids.length % (2 * Long.BYTES) != 0) {
            throw lines.malformed("a line of used requests is cut off.");
        }
        ByteBuffer buffer = ByteBuffer.wrap(uuids);
        while (buffer.hasRemaining()) {
            long high = buffer.getLong();
            long low = buffer.getLong();
            if (usedFilled > 0 && UuidSet.compare(used[usedFilled - 2], used[usedFilled - 1], high, low) >= 0) {
                throw lines.malformed("used requests are out of order.");
            }
            if (usedFilled == used.length) {
                used = Arrays.copyOf(used, 2 * used.length);
            }
            used[usedFilled++] = high;
            used[usedFilled++] = low;
        }
    }

    private Set<UUID> uuids(JsonObject line, String name) {
        return texts(line.array(name)).stream().map(Uuids::parse).collect(Collectors.toSet());
    }

    private Set<String> texts(JsonArray array) {
        Set<String> texts = new HashSet<>();
        for (JsonValue item : array.items()) {
            if (!(item instanceof JsonString(String text))) {
                throw lines.malformed("an item of a list is no text.");
            }
            texts.add(text);
        }
        return texts;
    }

    private byte[] base64(JsonObject line, String name) {
        try {
            return Base64Text.decode(line.string(name));
        } catch (IllegalArgumentException e) {
            throw lines.malformed("\"" + name + "\" is not base64.");
        }
    }

    private static UUID uuid(JsonObject line, String name) {
        return Uuids.parse(line.string(name));
    }

    private static @Nullable UUID nullableUuid(JsonObject line, String name) {
        String text = line.nullableString(name);
        return text == null ? null : Uuids.parse(text);
    }

    private static @Nullable Hash nullableHash(JsonObject line, String name) {
        String text = line.nullableString(name);
        return text == null ? null : Hash.ofHex(text);
    }

    private static Instant time(JsonObject line, String name) {
        return Timestamps.parse(line.string(name));
    }
}
