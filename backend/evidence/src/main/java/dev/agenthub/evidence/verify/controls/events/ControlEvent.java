package dev.agenthub.evidence.verify.controls.events;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.ExcludedVoters;
import dev.agenthub.evidence.policy.GovernanceDocument;
import dev.agenthub.evidence.policy.PolicyDocument;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.DelegationStatement;
import dev.agenthub.evidence.statement.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The part of a log's event that the replay of the controls needs. */
public sealed interface ControlEvent {

    long seq();

    /**
     * A member's key was enrolled.
     *
     * @param publicKey null where it is of an unknown algorithm
     */
    record KeyEnrolled(long seq, UUID member, String key, @Nullable PublicKey publicKey) implements ControlEvent {}

    record KeyRevoked(long seq, UUID member, String key) implements ControlEvent {}

    /**
     * What a member may do has changed.
     *
     * @param approver whether they have the role of those who decide
     * @param workspaces whose requests they decide; null for every workspace
     */
    record MemberChanged(long seq, UUID member, Set<String> groups, boolean active, boolean approver,
            @Nullable Set<UUID> workspaces) implements ControlEvent {}

    /**
     * An agent is installed so from here on.
     *
     * @param risks of its tools, by name and digest as {@link #tool} writes them; those that are not told are missing
     */
    record AgentOwned(long seq, UUID agent, UUID owner, Map<String, String> risks) implements ControlEvent {

        public static String tool(String name, String digest) {
            return digest + " " + name;
        }
    }

    /** A member was shown a key of an agent. */
    record AgentKeyIssued(long seq, UUID agent, String key, UUID shownTo) implements ControlEvent {}

    record AgentKeyRevoked(long seq, UUID agent, String key) implements ControlEvent {}

    /** An agent was stopped, and all its keys ended. */
    record AgentDisabled(long seq, UUID agent) implements ControlEvent {}

    record GovernanceSet(long seq, ReplayedPolicy<GovernanceDocument> policy) implements ControlEvent {}

    /**
     * A policy came into force.
     *
     * @param overrideGroup whose members may override a missing approval; null for nobody
     */
    record PolicyPublished(long seq, ReplayedPolicy<PolicyDocument> policy,
            @Nullable String overrideGroup) implements ControlEvent {}

    /**
     * What a member proposed.
     *
     * @param kind of the change, as written
     * @param subject what is to be changed
     * @param after SHA-256 of the canonical state that is wanted
     */
    record Proposal(String kind, Subject subject, Hash after) {}

    /**
     * An action was submitted for approval, or a change was proposed.
     *
     * @param workspace null for a change of the whole organization
     * @param agent null for a change
     * @param requesters the members who submitted, proposed or edited it; none where it is as its agent submitted it
     * @param proposal null for an action
     * @param required empty where the policy allowed it
     * @param hold how long it waits once it has its approvals
     * @param excluded who may not decide it whatever their groups
     * @param escalation who may decide too after a while; null for nobody
     */
    record Requested(long seq, UUID request, @Nullable UUID workspace, @Nullable UUID agent, Set<UUID> requesters,
            @Nullable Proposal proposal, Hash payloadHash, Instant expiresAt,
            List<Quorum.Requirement> required, Hash policyDigest, Duration hold, ExcludedVoters excluded,
            @Nullable Escalation escalation) {}

    /**
     * A request was made under a policy.
     *
     * @param data all that its event says, of which some is in its payload too
     */
    record Submitted(long seq, UUID org, Requested request, PolicyClaim claim,
            JsonObject data) implements ControlEvent {}

    /**
     * Who may decide too.
     *
     * @param from from when on, if the request still waits
     */
    record Escalation(Instant from, String group) {}

    /** A request waited so long that others were asked too. */
    record Escalated(long seq, UUID request, String group, Instant time) implements ControlEvent {}

    /**
     * A member decided.
     *
     * @param statement what was signed; null where it could not be read, and {@code fault} says why
     * @param time when it was recorded
     * @param checked how the signature did under a key seen so far, which is not yet known to have been enrolled before
     */
    record Decided(long seq, Instant time, UUID org, UUID request, boolean override,
            @Nullable DecisionStatement statement,
            String fault, SignedBytes signed, @Nullable EarlyCheck checked) implements ControlEvent {}

    /** The outcome of a signature's check under one public key. */
    record EarlyCheck(PublicKey publicKey, boolean valid) {}

    /**
     * A member let another decide for them.
     *
     * @param statement what was signed; null where it could not be read, and {@code fault} says why
     */
    record DelegationCreated(long seq, UUID org, UUID delegation, @Nullable DelegationStatement statement,
            String fault, SignedBytes signed) implements ControlEvent {}

    /** A delegation was ended before its time. */
    record DelegationEnded(long seq, UUID delegation) implements ControlEvent {}

    /** A request ended without a run. */
    record Closed(long seq, UUID request, boolean expired) implements ControlEvent {}

    /** A request was refused when it was to run. */
    record Refused(long seq, UUID request) implements ControlEvent {}

    /** A run failed without effect. */
    record RunFailed(long seq, UUID run) implements ControlEvent {}

    /** What was approved is done. */
    sealed interface Execution extends ControlEvent {

        UUID request();

        Hash payloadHash();

        Instant time();
    }

    record RunStarted(long seq, UUID run, UUID request, Hash payloadHash, Instant time) implements Execution {}

    /**
     * An approved change was applied.
     *
     * @param kind as written
     */
    record ChangeApplied(long seq, UUID request, Hash payloadHash, String kind, Instant time) implements Execution {}

    /**
     * An event that a governance policy may ask approvals for.
     *
     * @param kinds each of which it can be the change of
     * @param request the approved proposal that it says it stands behind; null for none
     * @param subjects what it is about, each as a proposal would name it; empty without a request
     * @param states SHA-256 of the state that it brings about, as the proposal of each kind would name it; empty without a request
     * @param handedOn what the first event of a change hands on to the second, which must be the same in both; null where there are no two
     * @param event what else the controls take from it; null for nothing
     */
    record Governed(long seq, String type, Set<ChangeKind> kinds, @Nullable UUID request,
            Set<Subject> subjects, Map<ChangeKind, Hash> states, @Nullable Hash handedOn,
            @Nullable ControlEvent event) implements ControlEvent {}
}
