package dev.agenthub.evidence.verify.controls;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.canonical.Uuids;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.evidence.policy.AskedTerms;
import dev.agenthub.evidence.policy.Demand;
import dev.agenthub.evidence.policy.GovernanceDocument;
import dev.agenthub.evidence.policy.Outcome;
import dev.agenthub.evidence.policy.PolicyDocument;
import dev.agenthub.evidence.policy.PolicyInput;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.evidence.policy.ReplayGap;
import dev.agenthub.evidence.policy.RuleReplay;
import dev.agenthub.evidence.verify.controls.events.ControlEvent;
import dev.agenthub.evidence.verify.controls.events.PolicyClaim;
import dev.agenthub.evidence.verify.controls.events.ReplayedPolicy;
import dev.agenthub.evidence.verify.controls.state.ControlsState;
import dev.agenthub.evidence.verify.controls.state.EvaluationBudget;
import dev.agenthub.evidence.verify.controls.state.UsageHistory;
import dev.agenthub.evidence.verify.report.Findings;
import dev.agenthub.evidence.verify.report.PolicyReplaySummary;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Replays what policies asked of requests: each names the version that was in force, and asks what the rules that it names ask together.
 *
 * <p>Which rules of a policy apply to an action depends on its payload, which events do not hold: where it is in the export they are
 * evaluated again. Which rules of the governance policy apply to a change does not.
 */
final class PolicyReplay {

    /** What is asked, and under a document that lets whom override. */
    private record Asked(Demand demand, @Nullable String override) {}

    private final boolean partial;
    private final ControlsState memory;
    private final Findings findings;
    private final UsageHistory usage;
    private final EvaluationBudget effort;
    private PolicyReplaySummary counts = PolicyReplaySummary.NONE;
    private boolean sound;

    PolicyReplay(boolean partial, ControlsState memory, EvaluationBudget effort, Findings findings) {
        this.usage = memory.usage();
        this.effort = effort;
        this.partial = partial;
        this.memory = memory;
        this.findings = findings;
    }

    /** A policy is in force from here on. */
    void published(long seq, ReplayedPolicy<PolicyDocument> policy) {
        requireDigest(seq, policy);
        memory.inForce().put(policy.id(), policy);
        if (policy.rules() != null) {
            usage.remember(policy.rules());
        }
    }

    /** The governance policy is in force from here on. */
    void governed(long seq, ReplayedPolicy<GovernanceDocument> policy) {
        requireDigest(seq, policy);
        memory.govern(policy);
    }

    private void requireDigest(long seq, ReplayedPolicy<?> policy) {
        if (!policy.isWhatItsDigestSays()) {
            findings.add(Codes.POLICY_DIGEST_MISMATCH, seq, "The digest is not that of the policy's document.");
        }
    }

    /**
     * A request was made under a policy.
     *
     * @param first whether it is the request's first event
     * @param payload null where it is not in the export
     * @return whether nothing was wrong
     */
    boolean requested(ControlEvent.Requested requested, PolicyClaim claim, boolean first,
            @Nullable JsonObject payload) {
        sound = true;
        counts = counts.and(requested.proposal() == null
                ? action(requested, claim, first, payload)
                : change(requested, claim, memory.governance()));
        return sound;
    }

    /** Why not all was replayed of what the policy asked; empty where it was. */
    private Set<ReplayGap> action(ControlEvent.Requested requested, PolicyClaim claim, boolean first,
            @Nullable JsonObject payload) {
        PolicyInput question = payload == null ? null : question(payload);
        Set<ReplayGap> untold = action(requested, claim, first, question);
        if (first && question != null) {
            usage.made(requested, claim.time(), question);
        } else if (first) {
            usage.made(requested, claim.time());
        }
        return untold;
    }

    private Set<ReplayGap> action(ControlEvent.Requested requested, PolicyClaim claim, boolean first,
            @Nullable PolicyInput question) {
        ReplayedPolicy<PolicyDocument> policy = memory.inForce().get(claim.policy());
        if (policy == null || !policy.isNamedBy(claim)) {
            return unknown(requested, policy);
        }
        PolicyDocument document = policy.rules();
        if (document == null) {
            return unreadable(requested);
        }
        compare(requested, claim,
                document.demand(claim.applied()).map(demand -> new Asked(demand, document.overrideGroup())));
        if (document.isEmpty()) {
            return Set.of();
        }
        if (question == null) {
            return Set.of(first ? ReplayGap.PAYLOAD : ReplayGap.REPEATED);
        }
        RuleReplay retold = retold(document, question);
        if (retold == null) {
            return Set.of(ReplayGap.EFFORT);
        }
        if (sound && !retold.agreesWith(claim.applied())) {
            mismatch(requested, "The request names other rules than those that apply to its payload.");
        }
        return retold.why();
    }

    /** Null where it would take too long. */
    private @Nullable RuleReplay retold(PolicyDocument document, PolicyInput question) {
        effort.request(question.action().canonicalBytes().length);
        return effort.spend(document.length()) && effort.spend(document.steps(question))
                ? document.retell(question, usage.before(question.action(), effort))
                : null;
    }

    /** What the policy was asked; its risk is empty where nothing says it, and null is a payload that is none. */
    private @Nullable PolicyInput question(JsonObject payload) {
        try {
            UUID agent = Uuids.parse(payload.string("agent"));
            JsonObject tool = payload.object("tool");
            Timestamps.parse(payload.string("createdAt"));
            String risk = memory.risks().getOrDefault(agent, Map.of())
                    .getOrDefault(ControlEvent.AgentOwned.tool(tool.string("name"), tool.string("digest")), "");
            return new PolicyInput(Uuids.parse(payload.string("workspace")), agent, tool.string("name"),
                    Uuids.parse(payload.string("connector")), risk, payload);
        } catch (EvidenceException _) {
            return null;
        }
    }

    private Set<ReplayGap> change(ControlEvent.Requested requested, PolicyClaim claim,
            @Nullable ReplayedPolicy<GovernanceDocument> policy) {
        if (policy == null || !policy.isNamedBy(claim)) {
            return unknown(requested, policy);
        }
        GovernanceDocument document = policy.rules();
        if (document == null) {
            return unreadable(requested);
        }
        ControlEvent.Proposal proposal = requested.proposal();
        Optional<ChangeKind> kind = proposal == null ? Optional.empty() : ChangeKind.ofWord(proposal.kind());
        compare(requested, claim, kind.filter(one -> document.applied(one).equals(claim.applied()))
                .flatMap(document::demand).map(demand -> new Asked(demand, null)));
        return Set.of();
    }

    /** Where the log's beginning is not at hand, a policy that was never seen may have been published before. */
    private Set<ReplayGap> unknown(ControlEvent.Requested requested, @Nullable ReplayedPolicy<?> policy) {
        if (policy != null || !partial) {
            sound = false;
            findings.add(Codes.POLICY_UNKNOWN, requested.seq(),
                    "The request names a version of a policy that was not in force.");
        }
        return Set.of(ReplayGap.POLICY);
    }

    private Set<ReplayGap> unreadable(ControlEvent.Requested requested) {
        mismatch(requested, "The document of the request's policy cannot be read.");
        return Set.of(ReplayGap.DOCUMENT);
    }

    private void compare(ControlEvent.Requested requested, PolicyClaim claim, Optional<Asked> asked) {
        if (asked.isEmpty()) {
            mismatch(requested, "The request names other rules than its policy has for it.");
            return;
        }
        Demand demand = asked.get().demand();
        if (demand.outcome() == Outcome.DENY) {
            mismatch(requested, "The rules that the request names deny it.");
        } else if (!isSame(requested.required(), demand.requirements())) {
            mismatch(requested, "The request asks for other approvals than the rules that it names.");
        } else if (!claim.terms().equals(AskedTerms.of(demand, asked.get().override()))) {
            mismatch(requested, "The request has other terms than the rules that it names.");
        } else if (requested.expiresAt().isAfter(claim.time().plus(demand.expiresIn()))) {
            mismatch(requested, "The request expires later than the rules that it names allow.");
        }
    }

    /** In any order, none twice. */
    private static boolean isSame(List<Quorum.Requirement> one, List<Quorum.Requirement> other) {
        return one.size() == other.size() && new HashSet<>(one).equals(new HashSet<>(other));
    }

    private void mismatch(ControlEvent.Requested requested, String message) {
        sound = false;
        findings.add(Codes.RUN_POLICY_MISMATCH, requested.seq(), message);
    }

    PolicyReplaySummary counts() {
        return counts;
    }
}
