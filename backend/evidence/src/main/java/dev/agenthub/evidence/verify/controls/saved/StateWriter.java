package dev.agenthub.evidence.verify.controls.saved;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.GovernanceDocument;
import dev.agenthub.evidence.policy.PolicyDocument;
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
import dev.agenthub.evidence.verify.controls.state.UsedRequests;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes a saved state line by line, everything in the order of its text, and at the end the hash of it all. */
final class StateWriter {

    private final OutputStream out;
    private final MessageDigest digest = Hash.newDigest();

    StateWriter(OutputStream out) {
        this.out = out;
    }

    /** Writes all of it; returns the hash of everything before the last line. */
    Hash write(SavedState state) throws IOException {
        ControlsState memory = state.memory();
        write(StateFormat.FIRST_LINE + "\n" + state.checkpoint().text());
        Instant last = memory.lastTime();
        line(JsonObject.builder().put("lastTime",
                last == null ? JsonNull.NULL : new JsonString(Timestamps.format(last))));
        for (Map.Entry<String, UUID> agent : byText(memory.owners()).entrySet()) {
            line(JsonObject.builder().put("agent", agent.getKey()).put("owner", agent.getValue().toString())
                    .put("risks", risks(memory, agent.getKey())));
        }
        members(memory.members());
        for (Map.Entry<String, Optional<String>> policy : byText(memory.policies()).entrySet()) {
            line(JsonObject.builder().put("digest", policy.getKey()).put("override",
                    text(policy.getValue().orElse(null))));
        }
        for (ReplayedPolicy<PolicyDocument> policy : byText(memory.inForce()).values()) {
            line(policy.toState());
        }
        delegations(memory.delegations());
        governance(memory);
        memory.pending().visit(this::request);
        line(memory.usage().toState());
        for (CountedRequest counted : memory.usage().requests()) {
            line(counted.toState());
        }
        used(memory.used());
        Hash hash = Hash.of(digest.digest());
        line(JsonObject.builder().put("sha256", hash.hex()));
        return hash;
    }

    private static JsonObject risks(ControlsState memory, String agent) {
        JsonObject.Builder risks = JsonObject.builder();
        memory.risks().getOrDefault(UUID.fromString(agent), Map.of()).forEach(risks::put);
        return risks.build();
    }

    private void members(ReplayedMembers members) throws IOException {
        for (Map.Entry<String, ReplayedMembers.Key> key : byText(members.keys()).entrySet()) {
            PublicKey publicKey = key.getValue().publicKey();
            line(JsonObject.builder().put("alg", publicKey.algorithm().word()).put("key", key.getKey())
                    .put("member", key.getValue().member().toString())
                    .put("publicKey", Base64.getEncoder().encodeToString(publicKey.bytes()))
                    .put("revoked", key.getValue().revoked()));
        }
        for (UUID member : sorted(members.groups().keySet().stream().toList())) {
            List<String> groups = members.groups(member).stream().sorted().toList();
            Set<UUID> workspaces = members.workspaces(member);
            line(JsonObject.builder().put("active", members.isActive(member))
                    .put("approver", members.isApprover(member)).put("groups", JsonArray.ofStrings(groups))
                    .put("member", member.toString())
                    .put("workspaces", workspaces == null ? JsonNull.NULL : uuids(workspaces)));
        }
    }

    private void delegations(ReplayedDelegations delegations) throws IOException {
        for (Map.Entry<String, ReplayedDelegations.Delegation> one : byText(delegations.all()).entrySet()) {
            ReplayedDelegations.Delegation delegation = one.getValue();
            line(JsonObject.builder().put("delegate", delegation.delegate().toString()).put("delegation", one.getKey())
                    .put("ended", delegation.ended()).put("endsAt", Timestamps.format(delegation.endsAt()))
                    .put("key", delegation.key()).put("member", delegation.member().toString())
                    .put("startsAt", Timestamps.format(delegation.startsAt())));
        }
    }

    private void governance(ControlsState memory) throws IOException {
        for (Map.Entry<String, Set<AgentKeys.Shown>> key : byText(memory.agentKeys().all()).entrySet()) {
            Comparator<AgentKeys.Shown> byAgent = Comparator.comparing(shown -> shown.agent().toString());
            for (AgentKeys.Shown shown : key.getValue().stream()
                    .sorted(byAgent.thenComparing(shown -> shown.to().toString())).toList()) {
                line(JsonObject.builder().put("agent", shown.agent().toString()).put("key", key.getKey())
                        .put("shownTo", shown.to().toString()));
            }
        }
        ReplayedPolicy<GovernanceDocument> governance = memory.governance();
        if (governance != null) {
            line(JsonObject.builder().put("governance", governance.toState().build()));
        }
        for (Map.Entry<String, AppliedChange> change : byText(memory.changes()).entrySet()) {
            AppliedChange applied = change.getValue();
            line(JsonObject.builder().put("after", applied.after().hex())
                    .put("kind", text(applied.kind() == null ? null : applied.kind().word()))
                    .put("request", change.getKey())
                    .put("handedOn", text(applied.handedOn() == null ? null : applied.handedOn().hex()))
                    .put("seen", JsonArray.ofStrings(applied.seen().stream().sorted().toList()))
                    .put("subjectId", applied.subject().id()).put("subjectKind", applied.subject().kind()));
        }
    }

    private void request(PendingRequest pending) throws IOException {
        ControlEvent.Requested requested = pending.requested();
        String id = requested.request().toString();
        List<JsonValue> required = new ArrayList<>();
        requested.required().forEach(one -> required
                .add(JsonObject.builder().put("count", one.count()).put("group", one.group()).build()));
        String closed = pending.isExpired() ? StateFormat.EXPIRED : StateFormat.CANCELLED;
        ControlEvent.Proposal proposal = requested.proposal();
        Hash governance = pending.governanceThen();
        ControlEvent.Escalation escalation = requested.escalation();
        line(JsonObject.builder().put("agent", text(requested.agent()))
                .put("escalated", pending.isEscalated())
                .put("escalatesFrom", text(escalation == null ? null : Timestamps.format(escalation.from())))
                .put("escalatesTo", text(escalation == null ? null : escalation.group()))
                .put("after", text(proposal == null ? null : proposal.after().hex()))
                .put("excludedGroups", JsonArray.ofStrings(requested.excluded().groups().stream().sorted().toList()))
                .put("excludedMembers", JsonArray.ofStrings(requested.excluded().members().stream().sorted().toList()))
                .put("holdSeconds", requested.hold().toSeconds())
                .put("governanceThen", text(governance == null ? null : governance.hex()))
                .put("holdersThen", uuids(pending.holdersThen()))
                .put("kind", text(proposal == null ? null : proposal.kind()))
                .put("expiresAt", Timestamps.format(requested.expiresAt()))
                .put("ownerThen", text(pending.ownerThen())).put("payloadHash", requested.payloadHash().hex())
                .put("policyDigest", requested.policyDigest().hex()).put("request", id)
                .put("requesters", uuids(requested.requesters())).put("required", new JsonArray(required))
                .put("state", pending.isClosed() ? closed : StateFormat.OPEN)
                .put("subjectId", text(proposal == null ? null : proposal.subject().id()))
                .put("subjectKind", text(proposal == null ? null : proposal.subject().kind()))
                .put("workspace", text(requested.workspace())));
        for (Map.Entry<String, PendingRequest.Vote> vote : byText(pending.votes()).entrySet()) {
            line(JsonObject.builder().put("at", Timestamps.format(vote.getValue().at()))
                    .put("decision", vote.getValue().decision().word())
                    .put("key", vote.getValue().key()).put("member", vote.getKey())
                    .put("payloadHash", vote.getValue().payloadHash().hex())
                    .put("policyDigest", vote.getValue().policyDigest().hex())
                    .put("reasoned", vote.getValue().reasoned()).put("request", id));
        }
    }

    private static JsonArray uuids(Set<UUID> some) {
        return JsonArray.ofStrings(some.stream().map(UUID::toString).sorted().toList());
    }

    private void used(UsedRequests used) throws IOException {
        ByteBuffer some = ByteBuffer.allocate(StateFormat.USED_A_LINE * 2 * Long.BYTES);
        used.<IOException>visit((high, low) -> {
            some.putLong(high).putLong(low);
            if (!some.hasRemaining()) {
                flush(some);
            }
        });
        flush(some);
    }

    private void flush(ByteBuffer some) throws IOException {
        if (some.position() > 0) {
            byte[] bytes = new byte[some.flip().remaining()];
            some.get(bytes).clear();
            line(JsonObject.builder().put("used", Base64.getEncoder().encodeToString(bytes)));
        }
    }

    private static <K, V> Map<String, V> byText(Map<K, V> map) {
        Map<String, V> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
        return sorted;
    }

    private static List<UUID> sorted(List<UUID> ids) {
        return ids.stream().sorted(Comparator.comparing(UUID::toString)).toList();
    }

    private static JsonValue text(@Nullable UUID id) {
        return text(id == null ? null : id.toString());
    }

    private static JsonValue text(@Nullable String text) {
        return text == null ? JsonNull.NULL : new JsonString(text);
    }

    private void line(JsonObject.Builder object) throws IOException {
        write(new String(object.build().canonicalBytes(), StandardCharsets.UTF_8) + "\n");
    }

    private void write(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(bytes);
        out.write(bytes);
    }
}
