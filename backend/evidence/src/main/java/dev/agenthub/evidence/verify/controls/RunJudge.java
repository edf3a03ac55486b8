package dev.agenthub.evidence.verify.controls;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.verify.controls.events.ControlEvent;
import dev.agenthub.evidence.verify.controls.state.ControlsState;
import dev.agenthub.evidence.verify.controls.state.PendingRequest;
import dev.agenthub.evidence.verify.controls.state.ReplayedDelegations;
import dev.agenthub.evidence.verify.controls.state.ReplayedMembers;
import dev.agenthub.evidence.verify.report.ApprovalsShown;
import dev.agenthub.evidence.verify.report.ControlsSummary;
import dev.agenthub.evidence.verify.report.Findings;
import dev.agenthub.evidence.verify.report.PolicyReplaySummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides about each run, and each change that was applied, whether it had the approval that its policy asked for. */
final class RunJudge {

    private enum Outcome {
        APPROVED, ALLOWED, OVERRIDDEN, VIOLATION, NOT_JUDGED
    }

    private final boolean partial;
    private final ReplayedMembers members;
    private final Map<Hash, Optional<String>> policies;
    private final ReplayedDelegations delegations;
    private final Findings findings;
    private final EnumMap<Outcome, Long> counts = new EnumMap<>(Outcome.class);

    RunJudge(boolean partial, ControlsState memory, Findings findings) {
        this.partial = partial;
        this.members = memory.members();
        this.policies = memory.policies();
        this.delegations = memory.delegations();
        this.findings = findings;
    }

    /**
     * Judges a run.
     *
     * @param request what it ran; null where it was never requested or has run before
     * @param ownerNow the agent's owner at the run
     * @param holdersNow who can speak for the agent with a key at the run
     * @param again whether the request had a run before
     */
    void judge(ControlEvent.RunStarted started, @Nullable PendingRequest request, @Nullable UUID ownerNow,
            Set<UUID> holdersNow, boolean again) {
        Outcome outcome = outcome(started, request, ownerNow, holdersNow, again);
        // What was approved, allowed or overridden is worth what was asked for.
        boolean asked = request == null || !request.isDoubtful();
        counts.merge(asked ? outcome : Outcome.VIOLATION, 1L, Long::sum);
    }

    /**
     * Judges the application of a change in the same way; every violation is {@code CHANGE_WITHOUT_APPROVAL}.
     *
     * @return whether it was one
     */
    boolean judgeChange(ControlEvent.ChangeApplied applied, @Nullable PendingRequest request, boolean again) {
        return outcome(applied, request, null, Set.of(), again) == Outcome.VIOLATION;
    }

    private Outcome outcome(ControlEvent.Execution started, @Nullable PendingRequest request, @Nullable UUID ownerNow,
            Set<UUID> holdersNow, boolean again) {
        if (again) {
            return violation(Codes.RUN_REPLAYED, started, "The request had been run before.");
        }
        if (request == null) {
            return partial
                    ? Outcome.NOT_JUDGED
                    : violation(Codes.RUN_WITHOUT_APPROVAL, started, "Nobody had requested what was run.");
        }
        if ((request.requested().proposal() == null) != (started instanceof ControlEvent.RunStarted)) {
            return violation(Codes.RUN_WITHOUT_APPROVAL, started, "An action is run, and a change is applied.");
        }
        if (!started.payloadHash().equals(request.requested().payloadHash())) {
            return violation(Codes.RUN_HASH_MISMATCH, started, "The payload run is not the one requested.");
        }
        if (request.isExpired() || !started.time().isBefore(request.requested().expiresAt())) {
            return violation(Codes.RUN_EXPIRED, started, "The request had expired before the run.");
        }
        if (request.isClosed()) {
            return violation(Codes.RUN_WITHOUT_APPROVAL, started, "The request had been cancelled.");
        }
        if (request.votes().values().stream().anyMatch(vote -> vote.decision() == Decision.DENY)) {
            return violation(Codes.RUN_WITHOUT_APPROVAL, started, "The request had been denied.");
        }
        if (!request.requested().required().isEmpty()) {
            return approved(started, request, ownerNow, holdersNow);
        }
        return started instanceof ControlEvent.RunStarted
                ? Outcome.ALLOWED
                : violation(Codes.RUN_WITHOUT_APPROVAL, started, "Nobody had been asked about the change.");
    }

    private Outcome approved(ControlEvent.Execution started, PendingRequest request, @Nullable UUID ownerNow,
            Set<UUID> holdersNow) {
        ControlEvent.Requested requested = request.requested();
        Set<UUID> excluded = new HashSet<>(request.holdersThen());
        excluded.addAll(holdersNow);
        excluded.addAll(requested.requesters());
        Stream.of(request.ownerThen(), ownerNow).filter(Objects::nonNull).forEach(excluded::add);
        Map<UUID, PendingRequest.Vote> standing = standing(request);
        List<Quorum.Voter> approvers = approvers(standing, requested, started.time(), Instant.MAX);
        Set<UUID> overriders = overriders(standing, requested);
        if (!excluded.containsAll(overriders)) {
            return Outcome.OVERRIDDEN;
        }
        if (Quorum.evaluate(requested.required(), approvers, excluded, request.escalatedTo()).met()) {
            if (!isOwnerKnown(request)) {
                return Outcome.NOT_JUDGED;
            }
            List<Quorum.Voter> before = approvers(standing, requested, started.time(),
                    started.time().minus(requested.hold()));
            if (Quorum.evaluate(requested.required(), before, excluded, request.escalatedTo()).met()) {
                return Outcome.APPROVED;
            }
            return partial
                    ? Outcome.NOT_JUDGED
                    : violation(Codes.RUN_TOO_EARLY, started,
                            "The last approval that it needed had been given for less time than it is held.");
        }
        if (partial) {
            return Outcome.NOT_JUDGED;
        }
        if (!overriders.isEmpty()
                || Quorum.evaluate(requested.required(), approvers, Set.of(), request.escalatedTo()).met()) {
            return violation(Codes.RUN_SELF_APPROVED, started,
                    "Enough people approved only if somebody counts who speaks for whoever asked, and may not.");
        }
        if (request.votes().values().stream().anyMatch(vote -> !isSameHash(vote, requested))) {
            return violation(Codes.RUN_HASH_MISMATCH, started, "What was approved is not the payload that was run.");
        }
        return approvers.isEmpty()
                ? violation(Codes.RUN_WITHOUT_APPROVAL, started, "Nobody had approved what was run.")
                : violation(Codes.RUN_QUORUM_NOT_MET, started, "Fewer people had approved than the policy asks.");
    }

    /** The approvals that stand and were given by then, with those for whom their members decide at the run. */
    private List<Quorum.Voter> approvers(Map<UUID, PendingRequest.Vote> standing, ControlEvent.Requested requested,
            Instant run, Instant by) {
        List<Quorum.Voter> approvers = new ArrayList<>();
        standing.forEach((member, vote) -> {
            if (vote.decision() == Decision.APPROVE && !vote.at().isAfter(by)) {
                approvers.add(new Quorum.Voter(member, members.groups(member), absent(member, requested, run)));
            }
        });
        return approvers;
    }

    /** For whom a member decides at a moment: members who may themselves, by their own word under a key that was not revoked. */
    private List<Quorum.Absent> absent(UUID delegate, ControlEvent.Requested requested, Instant moment) {
        return delegations.to(delegate, moment).stream()
                .filter(one -> mayVote(one.member(), one.key(), requested))
                .map(one -> new Quorum.Absent(one.member(), members.groups(one.member()))).toList();
    }

    /** The votes for this payload under this policy, given in time, whose member and key may still vote. */
    private Map<UUID, PendingRequest.Vote> standing(PendingRequest request) {
        ControlEvent.Requested requested = request.requested();
        Map<UUID, PendingRequest.Vote> standing = new LinkedHashMap<>(request.votes());
        standing.entrySet()
                .removeIf(entry -> !isSameHash(entry.getValue(), requested)
                        || !entry.getValue().policyDigest().equals(requested.policyDigest())
                        || !entry.getValue().at().isBefore(requested.expiresAt())
                        || !mayVote(entry.getKey(), entry.getValue().key(), requested));
        return standing;
    }

    private boolean mayVote(UUID member, String key, ControlEvent.Requested requested) {
        return members.mayVote(member, key, requested.workspace())
                && !requested.excluded().excludes(member, members.groups(member));
    }

    private static boolean isSameHash(PendingRequest.Vote vote, ControlEvent.Requested requested) {
        return vote.payloadHash().equals(requested.payloadHash());
    }

    /** Who overrode with a reason and is in the group that the policy lets override. */
    private Set<UUID> overriders(Map<UUID, PendingRequest.Vote> standing, ControlEvent.Requested requested) {
        Set<UUID> overriders = new HashSet<>();
        String group = policies.getOrDefault(requested.policyDigest(), Optional.empty()).orElse(null);
        if (group != null) {
            standing.forEach((member, vote) -> {
                if (vote.decision() == Decision.OVERRIDE && vote.reasoned() && members.groups(member).contains(group)) {
                    overriders.add(member);
                }
            });
        }
        return overriders;
    }

    /** Where the log's beginning is not at hand, nobody can say that an approver was not the owner. */
    private boolean isOwnerKnown(PendingRequest request) {
        return !partial || request.ownerThen() != null || request.requested().proposal() != null;
    }

    private Outcome violation(String code, ControlEvent.Execution started, String message) {
        findings.add(started instanceof ControlEvent.RunStarted ? code : Codes.CHANGE_WITHOUT_APPROVAL, started.seq(),
                message);
        return Outcome.VIOLATION;
    }

    ControlsSummary summary(long decisions, long decisionsVerified, ApprovalsShown approvals,
            PolicyReplaySummary replayed) {
        long runs = counts.values().stream().mapToLong(Long::longValue).sum();
        return new ControlsSummary(runs, count(Outcome.APPROVED), count(Outcome.ALLOWED), count(Outcome.OVERRIDDEN),
                count(Outcome.VIOLATION), count(Outcome.NOT_JUDGED), decisions, decisionsVerified,
                approvals, replayed);
    }

    private long count(Outcome outcome) {
        return counts.getOrDefault(outcome, 0L);
    }
}
