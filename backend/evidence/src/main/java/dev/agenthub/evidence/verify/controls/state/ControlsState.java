package dev.agenthub.evidence.verify.controls.state;

import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.GovernanceDocument;
import dev.agenthub.evidence.policy.PolicyDocument;
import dev.agenthub.evidence.verify.controls.events.ReplayedPolicy;
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
    private final PendingRequests pending;
    private final AgentKeys agentKeys = new AgentKeys();
    private final Map<UUID, AppliedChange> changes = new HashMap<>();
    private final ReplayedDelegations delegations = new ReplayedDelegations();
    private final UsageHistory usage;
    private @Nullable ReplayedPolicy<GovernanceDocument> governance;
    private @Nullable Instant lastTime;

    /** Of a log that has not begun. */
    public ControlsState() {
        this(new ReplayedMembers(), new UsedRequests(), new UsageHistory());
    }

    public ControlsState(ReplayedMembers members, UsedRequests used, UsageHistory usage) {
        this(members, used, usage, new PendingRequests());
    }

    public ControlsState(ReplayedMembers members, UsedRequests used, UsageHistory usage, PendingRequests pending) {
        this.members = members;
        this.used = used;
        this.usage = usage;
        this.pending = pending;
    }

    /** The same, to go on from without a change here. */
    public ControlsState copy() {
        ControlsState copy = new ControlsState(members.copy(), used.copy(), usage.copy(), pending.copy());
        copy.owners.putAll(owners);
        copy.risks.putAll(risks);
        copy.policies.putAll(policies);
        copy.inForce.putAll(inForce);
        copy.agentKeys.putAll(agentKeys);
        copy.changes.putAll(changes);
        copy.delegations.putAll(delegations);
        copy.governance = governance;
        copy.lastTime = lastTime;
        return copy;
    }

    public ReplayedMembers members() {
        return members;
    }

    /** The owner of each agent. */
    public Map<UUID, UUID> owners() {
        return owners;
    }

    /** The risks of each agent's tools, as its last event tells them. */
    public Map<UUID, Map<String, String>> risks() {
        return risks;
    }

    /** Whose members may override what a policy asks, by its digest. */
    public Map<Hash, Optional<String>> policies() {
        return policies;
    }

    /** The version of each policy that was published last. */
    public Map<UUID, ReplayedPolicy<PolicyDocument>> inForce() {
        return inForce;
    }

    /** Requests without a run. */
    public PendingRequests pending() {
        return pending;
    }

    /** Who was shown keys of which agent. */
    public AgentKeys agentKeys() {
        return agentKeys;
    }

    /** Applied changes, by their requests, with what of them has been seen to happen. */
    public Map<UUID, AppliedChange> changes() {
        return changes;
    }

    /** Who decides for whom. */
    public ReplayedDelegations delegations() {
        return delegations;
    }

    /** The governance policy in force; null where there never was one. */
    @Nullable
    public ReplayedPolicy<GovernanceDocument> governance() {
        return governance;
    }

    public void govern(@Nullable ReplayedPolicy<GovernanceDocument> policy) {
        governance = policy;
    }

    /** Requests that have run. */
    public UsedRequests used() {
        return used;
    }

    /** What requests have used up of limits. */
    public UsageHistory usage() {
        return usage;
    }

    /** The time of the last event; null before the first. */
    @Nullable
    public Instant lastTime() {
        return lastTime;
    }

    public void endAt(@Nullable Instant time) {
        lastTime = time;
    }
}
