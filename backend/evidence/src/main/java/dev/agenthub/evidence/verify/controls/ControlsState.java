package dev.agenthub.evidence.verify.controls;

import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.GovernanceDocument;
import dev.agenthub.evidence.policy.PolicyDocument;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The state of the replay of the controls after some entry: all that it needs to continue from there. */
public final class ControlsState {

    private final ReplayedMembers members;
    private final UsedRequests used;
    private final Map<UUID, UUID> owners = new HashMap<>();
    private final Map<UUID, Map<String, String>> risks = new HashMap<>();
    private final Map<Hash, Optional<String>> policies = new HashMap<>();
    private final Map<UUID, ReplayedPolicy<PolicyDocument>> inForce = new HashMap<>();
    private final Map<UUID, PendingRequest> pending = new HashMap<>();
    private final AgentKeys agentKeys = new AgentKeys();
    private final Map<UUID, AppliedChange> changes = new HashMap<>();
    private final ReplayedDelegations delegations = new ReplayedDelegations();
    private final UsageHistory usage;
    private @Nullable ReplayedPolicy<GovernanceDocument> governance;
    private @Nullable Instant lastTime;

    /** Of a log that has not begun. */
    ControlsState() {
        this(new ReplayedMembers(), new UsedRequests(), new UsageHistory());
    }

    ControlsState(ReplayedMembers members, UsedRequests used, UsageHistory usage) {
        this.members = members;
        this.used = used;
        this.usage = usage;
    }

    /** The same, to go on from without a change here. */
    ControlsState copy() {
        ControlsState copy = new ControlsState(members.copy(), used.copy(), usage.copy());
        copy.owners.putAll(owners);
        copy.risks.putAll(risks);
        copy.policies.putAll(policies);
        copy.inForce.putAll(inForce);
        pending.forEach((id, request) -> copy.pending.put(id, request.copy()));
        copy.agentKeys.putAll(agentKeys);
        copy.changes.putAll(changes);
        copy.delegations.putAll(delegations);
        copy.governance = governance;
        copy.lastTime = lastTime;
        return copy;
    }

    ReplayedMembers members() {
        return members;
    }

    /** The owner of each agent. */
    Map<UUID, UUID> owners() {
        return owners;
    }

    /** The risks of each agent's tools, as its last event tells them. */
    Map<UUID, Map<String, String>> risks() {
        return risks;
    }

    /** Whose members may override what a policy asks, by its digest. */
    Map<Hash, Optional<String>> policies() {
        return policies;
    }

    /** The version of each policy that was published last. */
    Map<UUID, ReplayedPolicy<PolicyDocument>> inForce() {
        return inForce;
    }

    /** Requests without a run. */
    Map<UUID, PendingRequest> pending() {
        return pending;
    }

    /** Who was shown keys of which agent. */
    AgentKeys agentKeys() {
        return agentKeys;
    }

    /** Applied changes, by their requests, with what of them has been seen to happen. */
    Map<UUID, AppliedChange> changes() {
        return changes;
    }

    /** Who decides for whom. */
    ReplayedDelegations delegations() {
        return delegations;
    }

    /** The governance policy in force; null where there never was one. */
    @Nullable
    ReplayedPolicy<GovernanceDocument> governance() {
        return governance;
    }

    void govern(@Nullable ReplayedPolicy<GovernanceDocument> policy) {
        governance = policy;
    }

    /** Requests that have run. */
    UsedRequests used() {
        return used;
    }

    /** What requests have used up of limits. */
    UsageHistory usage() {
        return usage;
    }

    /** The time of the last event; null before the first. */
    @Nullable
    Instant lastTime() {
        return lastTime;
    }

    void endAt(@Nullable Instant time) {
        lastTime = time;
    }
}
