package dev.agenthub.evidence.verify.controls;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.policy.GovernanceDocument;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.DelegationStatement;
import dev.agenthub.evidence.statement.PublicKey;
import dev.agenthub.evidence.statement.Reason;
import dev.agenthub.evidence.verify.controls.events.ControlEvent;
import dev.agenthub.evidence.verify.controls.events.Payloads;
import dev.agenthub.evidence.verify.controls.events.ReplayedPolicy;
import dev.agenthub.evidence.verify.controls.saved.SavedState;
import dev.agenthub.evidence.verify.controls.state.AgentKeys;
import dev.agenthub.evidence.verify.controls.state.ControlsState;
import dev.agenthub.evidence.verify.controls.state.EvaluationBudget;
import dev.agenthub.evidence.verify.controls.state.PendingRequest;
import dev.agenthub.evidence.verify.controls.state.PendingRequests;
import dev.agenthub.evidence.verify.controls.state.ReplayedDelegations;
import dev.agenthub.evidence.verify.controls.state.ReplayedMembers;
import dev.agenthub.evidence.verify.controls.state.UsageHistory;
import dev.agenthub.evidence.verify.controls.state.UsedRequests;
import dev.agenthub.evidence.verify.report.ApprovalsShown;
import dev.agenthub.evidence.verify.report.ControlsSummary;
import dev.agenthub.evidence.verify.report.Findings;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Replays members, keys, policies and votes from the events alone, in their order, and finds every run and every governed change without
 * the approval it needed.
 *
 * <p>In a partial replay, which begins in the middle of a log, runs that depend on earlier events are counted instead of judged.
 */
public final class ControlsReplay {

    /** After so many bad signatures the rest is not worth its time; one less than the findings that are kept of a kind. */
    static final int MOST_INVALID = Findings.KEPT - 1;

    private final boolean partial;
    private final long from;
    private final ControlsState memory;
    private final DecisionChecks checks;
    private final Findings findings;
    private final ReplayedMembers members;
    private final PendingRequests pending;
    private final UsedRequests used;
    private final RunJudge judge;
    private final GovernanceReplay governance;
    private final PolicyReplay policies;
    private final Payloads payloads;
    private final UsageHistory usage;
    private long decisions;
    private long decisionsVerified;
    private int invalid;
    private ApprovalsShown approvals = ApprovalsShown.NONE;

    private ControlsReplay(boolean partial, long from, ControlsState memory, DecisionChecks checks, Payloads payloads,
            Findings findings) {
        this.partial = partial;
        this.from = from;
        this.memory = memory;
        this.checks = checks;
        this.payloads = payloads;
        this.findings = findings;
        this.members = memory.members();
        this.pending = memory.pending();
        this.used = memory.used();
        EvaluationBudget effort = new EvaluationBudget();
        this.judge = new RunJudge(partial, memory, findings);
        this.usage = memory.usage();
        usage.begin(!partial && payloads.areOfTheFirstIncarnation());
        this.policies = new PolicyReplay(partial, memory, effort, findings);
        this.governance = new GovernanceReplay(partial, memory, judge, findings);
    }

    /**
     * Begins the replay of an export: from nothing where it begins with the log, else from the state that was saved, else in part.
     *
     * @param firstSeq where the export begins
     * @param state what was saved about an earlier size of this log; null for nothing
     */
    public static ControlsReplay from(long firstSeq, @Nullable SavedState state, DecisionChecks checks,
            Payloads payloads,
            Findings findings) {
        if (firstSeq == 0 || state == null || state.checkpoint().size() < firstSeq) {
            return new ControlsReplay(firstSeq > 0, firstSeq, new ControlsState(), checks, payloads, findings);
        }
        ControlsState memory = state.memory().copy();
        memory.members().keys().forEach((id, key) -> checks.know(id, key.publicKey()));
        return new ControlsReplay(false, state.checkpoint().size(), memory, checks, payloads, findings);
    }

    /** The entry from which on the controls are replayed; those before it are vouched for by the saved state, or not at all. */
    public long from() {
        return from;
    }

    /** The time of the event just before this one, where the saved state tells. */
    @Nullable
    public Instant timeBefore(long seq) {
        return seq == from ? memory.lastTime() : null;
    }

    /** What is remembered at the end of the log, to be saved; null where not all of it was replayed. */
    @Nullable
    public ControlsState memoryAt(@Nullable Instant lastTime) {
        memory.endAt(lastTime);
        return partial ? null : memory;
    }

    public void replay(ControlEvent event) {
        if (event.seq() < from) {
            if (event instanceof ControlEvent.Submitted submitted) {
                payloads.of(submitted);
            }
            return;
        }
        Map<UUID, UUID> owners = memory.owners();
        switch (event) {
            case ControlEvent.KeyEnrolled enrolled -> enrolled(enrolled);
            case ControlEvent.KeyRevoked revoked -> members.revoke(revoked.key());
            case ControlEvent.MemberChanged changed ->
                members.change(changed.member(), changed.groups(), changed.active(), changed.approver(),
                        changed.workspaces());
            case ControlEvent.AgentOwned owned -> {
                owners.put(owned.agent(), owned.owner());
                memory.risks().put(owned.agent(), owned.risks());
            }
            case ControlEvent.PolicyPublished published -> {
                policies.published(published.seq(), published.policy());
                memory.policies().merge(published.policy().digest(), Optional.ofNullable(published.overrideGroup()),
                        (one, other) -> one.equals(other) ? one : Optional.empty());
            }
            case ControlEvent.Submitted submitted -> requested(submitted);
            case ControlEvent.Refused refused -> usage.released(refused.request());
            case ControlEvent.RunFailed failed -> usage.failed(failed.run());
            case ControlEvent.Decided decided -> decided(decided);
            case ControlEvent.DelegationCreated created -> delegated(created);
            case ControlEvent.DelegationEnded ended -> memory.delegations().end(ended.delegation());
            case ControlEvent.Escalated escalated ->
                pending.change(escalated.request(), request -> request.escalate(escalated));
            case ControlEvent.Closed closed -> closed(closed);
            case ControlEvent.RunStarted started -> started(started);
            case ControlEvent.AgentKeyIssued issued -> memory.agentKeys().issue(issued.key(),
                    new AgentKeys.Shown(issued.agent(), issued.shownTo()));
            case ControlEvent.AgentKeyRevoked revoked -> memory.agentKeys().revoke(revoked.key(), revoked.agent());
            case ControlEvent.AgentDisabled disabled -> memory.agentKeys().revokeAll(disabled.agent());
            case ControlEvent.GovernanceSet set -> policies.governed(set.seq(), set.policy());
            case ControlEvent.ChangeApplied applied -> applied(applied);
            case ControlEvent.Governed governed -> {
                governance.happened(governed);
                if (governed.event() != null) {
                    replay(governed.event());
                }
            }
        }
    }

    private void enrolled(ControlEvent.KeyEnrolled enrolled) {
        PublicKey publicKey = enrolled.publicKey();
        if (publicKey == null) {
            findings.add(Codes.KEY_ALGORITHM_UNKNOWN, enrolled.seq(),
                    "The key enrolled is of an algorithm that is not known, so nothing counts that it signs.");
        } else {
            members.enrol(enrolled.key(), new ReplayedMembers.Key(enrolled.member(), publicKey, false));
        }
    }

    /** A request's first event fixes it; a second of the same name cannot change what was asked. */
    private void requested(ControlEvent.Submitted submitted) {
        ControlEvent.Requested requested = submitted.request();
        boolean first = !used.contains(requested.request()) && !pending.contains(requested.request());
        JsonObject payload = first ? payloads.of(submitted) : null;
        boolean sound = policies.requested(requested, submitted.claim(), first, payload);
        if (first) {
            UUID agent = requested.agent();
            ReplayedPolicy<GovernanceDocument> policy = memory.governance();
            PendingRequest request = agent == null
                    ? new PendingRequest(requested, null, Set.of(), policy == null ? null : policy.digest())
                    : new PendingRequest(requested, memory.owners().get(agent), memory.agentKeys().holders(agent),
                            null);
            if (!sound) {
                request.doubt();
            }
            pending.put(request);
        }
    }

    private void closed(ControlEvent.Closed closed) {
        usage.released(closed.request());
        pending.change(closed.request(), request -> request.close(closed.expired()));
    }

    private void started(ControlEvent.RunStarted started) {
        usage.started(started.request(), started.run());
        PendingRequest request = pending.remove(started.request());
        boolean again = used.contains(started.request());
        used.add(started.request());
        UUID agent = request == null ? null : request.requested().agent();
        judge.judge(started, request, agent == null ? null : memory.owners().get(agent),
                agent == null ? Set.of() : memory.agentKeys().holders(agent), again);
    }

    private void applied(ControlEvent.ChangeApplied applied) {
        PendingRequest request = pending.remove(applied.request());
        boolean again = used.contains(applied.request());
        used.add(applied.request());
        governance.applied(applied, request, again);
    }

    private void decided(ControlEvent.Decided decided) {
        decisions++;
        DecisionStatement statement = decided.statement();
        if (statement == null) {
            reject(decided.seq(), decided.fault());
        } else if (!statement.request().equals(decided.request()) || !statement.org().equals(decided.org())
                || (statement.decision() == Decision.OVERRIDE) != decided.override()) {
            reject(decided.seq(), "The statement is about something else than its event says.");
        } else if (isSigned(decided.seq(), statement.key(), statement.member(),
                publicKey -> checks.isValid(decided, publicKey))) {
            decisionsVerified++;
            approvals = approvals.and(statement);
            vote(decided, statement);
        }
    }

    private void delegated(ControlEvent.DelegationCreated created) {
        DelegationStatement statement = created.statement();
        if (statement == null) {
            reject(created.seq(), created.fault());
        } else if (!statement.delegation().equals(created.delegation()) || !statement.org().equals(created.org())) {
            reject(created.seq(), "The statement is about something else than its event says.");
        } else if (isSigned(created.seq(), statement.key(), statement.member(),
                publicKey -> checks.isValid(created, publicKey))) {
            memory.delegations().begin(created.delegation(), ReplayedDelegations.Delegation.of(statement));
        }
    }

    private boolean isSigned(long seq, String keyId, UUID member, Predicate<PublicKey> isValid) {
        ReplayedMembers.Key key = members.key(keyId);
        if (key == null || !key.member().equals(member)) {
            if (key == null && partial) {
                return false;
            }
            findings.add(Codes.KEY_NOT_ENROLLED, seq,
                    "The statement is signed with a key that was not enrolled for its member before.");
            return false;
        }
        if (key.revoked()) {
            findings.add(Codes.KEY_REVOKED, seq,
                    "The statement is signed with a key that was revoked before.");
            return false;
        }
        if (!isValid.test(key.publicKey())) {
            reject(seq, "The member's signature does not verify.");
            return false;
        }
        return true;
    }

    private void vote(ControlEvent.Decided decided, DecisionStatement statement) {
        if (decided.override() && Reason.isBlank(statement.reason())) {
            findings.add(Codes.RUN_WITHOUT_APPROVAL, decided.seq(), "The override carries no reason.");
        }
        if (pending.contains(decided.request())) {
            pending.change(decided.request(), request -> request.vote(statement, decided.time()));
            if (statement.decision() == Decision.DENY) {
                usage.released(decided.request());
            }
        }
    }

    private void reject(long seq, String message) {
        findings.add(Codes.DECISION_SIGNATURE_INVALID, seq, message);
        if (++invalid == MOST_INVALID) {
            throw new EvidenceException(Codes.DECISION_SIGNATURE_INVALID,
                    "The entries after " + seq + " were not looked at.");
        }
    }

    /** Whether anything rests on events that were not there. */
    public boolean isPartial() {
        return partial;
    }

    public ControlsSummary summary() {
        return judge.summary(decisions, decisionsVerified, approvals, policies.counts());
    }
}
