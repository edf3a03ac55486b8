package dev.agenthub.evidence.verify.controls;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.GovernanceDocument;
import dev.agenthub.evidence.verify.controls.events.ControlEvent;
import dev.agenthub.evidence.verify.controls.events.ReplayedPolicy;
import dev.agenthub.evidence.verify.controls.state.AppliedChange;
import dev.agenthub.evidence.verify.controls.state.ControlsState;
import dev.agenthub.evidence.verify.controls.state.PendingRequest;
import dev.agenthub.evidence.verify.report.Findings;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Replays governance: a change that it covers stands behind an applied proposal of exactly
 * that change, whose approvals hold as a run's must.
 */
final class GovernanceReplay {

    private final boolean partial;
    private final ControlsState memory;
    private final RunJudge judge;
    private final Findings findings;

    GovernanceReplay(boolean partial, ControlsState memory, RunJudge judge, Findings findings) {
        this.partial = partial;
        this.memory = memory;
        this.judge = judge;
        this.findings = findings;
    }

    /**
     * An approved change was applied.
     *
     * @param request what it applied; null where it was never proposed or was applied before
     */
    void applied(ControlEvent.ChangeApplied applied, @Nullable PendingRequest request, boolean again) {
        boolean found = judge.judgeChange(applied, request, again);
        ControlEvent.Proposal proposal = request == null ? null : request.requested().proposal();
        if (request == null || proposal == null) {
            return;
        }
        ChangeKind kind = ChangeKind.ofWord(applied.kind()).orElse(null);
        if (!found) {
            requireAsked(applied, request, proposal, kind);
        }
        memory.changes().put(applied.request(),
                new AppliedChange(kind, proposal.subject(), proposal.after(), null, Set.of()));
    }

    /** Whether the approvals are those that governance asks for this change. */
    private void requireAsked(ControlEvent.ChangeApplied applied, PendingRequest request,
            ControlEvent.Proposal proposal, @Nullable ChangeKind kind) {
        ReplayedPolicy<GovernanceDocument> policy = memory.governance();
        if (!proposal.kind().equals(applied.kind())) {
            find(applied.seq(), "The change applied is of another kind than the one approved.");
        } else if (kind != null && policy != null && !isEnough(policy, request, kind)) {
            find(applied.seq(), "The proposal asked for fewer approvals than the governance policy does.");
        } else if (policy != null && !isUnderPolicyThen(request)) {
            find(applied.seq(), "The proposal names a governance policy that was not in force.");
        }
    }

    /** Nothing is enough where nobody can read what is asked. */
    private static boolean isEnough(ReplayedPolicy<GovernanceDocument> policy, PendingRequest request,
            ChangeKind kind) {
        GovernanceDocument rules = policy.rules();
        return rules != null && rules.isMetBy(request.requested().required(), kind);
    }

    /** A document that cannot be read may ask for anything. */
    private static boolean covers(ReplayedPolicy<GovernanceDocument> policy, ChangeKind kind) {
        GovernanceDocument rules = policy.rules();
        return rules == null || rules.covers(kind);
    }

    private static boolean isUnderPolicyThen(PendingRequest request) {
        Hash then = request.governanceThen();
        return then == null || then.equals(request.requested().policyDigest());
    }

    /** Something happened that governance may ask approvals for. */
    void happened(ControlEvent.Governed event) {
        UUID request = event.request();
        ReplayedPolicy<GovernanceDocument> policy = memory.governance();
        if (request == null) {
            if (policy != null && event.kinds().stream().anyMatch(kind -> covers(policy, kind))) {
                find(event.seq(), "The governance policy asks approvals for this change, and nobody had proposed it.");
            }
            return;
        }
        AppliedChange change = memory.changes().get(request);
        if (change == null) {
            if (!partial) {
                find(event.seq(), "No such change had been approved and applied.");
            }
        } else if (change.kind() == null || !event.kinds().contains(change.kind())
                || change.seen().contains(event.type()) || !isAbout(event, change.kind(), change)
                || !isAsApproved(event, change.kind(), change)) {
            find(event.seq(), "What was changed is not what had been approved.");
        } else {
            memory.changes().put(request, change.and(event.type(), event.handedOn()));
        }
    }

    /** Whoever redeems an invitation, and its id, are known only later. */
    private static boolean isAbout(ControlEvent.Governed event, ChangeKind kind, AppliedChange change) {
        return kind == ChangeKind.INVITATION_CREATE || event.subjects().contains(change.subject());
    }

    private static boolean isAsApproved(ControlEvent.Governed event, ChangeKind kind, AppliedChange change) {
        Hash state = event.states().get(kind);
        if (state != null) {
            return state.equals(change.after());
        }
        // The first key of an agent that was installed; the member who redeemed an invitation.
        return change.handedOn() != null && Objects.equals(change.handedOn(), event.handedOn());
    }

    private void find(long seq, String message) {
        findings.add(Codes.CHANGE_WITHOUT_APPROVAL, seq, message);
    }
}
