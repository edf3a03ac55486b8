package dev.agenthub.server.approvals;

import dev.agenthub.api.ApprovalTerms;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.PolicyAnswer;
import dev.agenthub.api.PolicyDraft;
import dev.agenthub.api.PolicySimulation;
import dev.agenthub.api.Role;
import dev.agenthub.api.SimulatedRequest;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.policy.Demand;
import dev.agenthub.evidence.policy.Outcome;
import dev.agenthub.evidence.policy.PolicyDocument;
import dev.agenthub.evidence.policy.PolicyEvaluation;
import dev.agenthub.server.approvals.requests.RequestUsage;
import dev.agenthub.server.approvals.requests.Requests;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.approvals.requests.Terms;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.policies.Policies;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Evaluates a draft of a policy on the newest requests of its agents, and shows the results beside the
 * recorded ones. Limits count what had been used when each request was made. Changes nothing. Thread-safe.
 */
public final class Simulations {

    private final OrgTransactions transactions;

    public Simulations(OrgTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Evaluates a draft.
     *
     * @throws RefusedException FORBIDDEN; NOT_FOUND; POLICY_INVALID
     */
    public PolicySimulation simulate(MemberCaller caller, UUID policy, PolicyDraft draft) {
        caller.require(Role.ADMIN, Role.OWNER);
        PolicyDocument document = Policies.requireUnderstood(draft.document().getBytes(StandardCharsets.UTF_8));
        return transactions.call(caller.context(), handle -> {
            if (Policies.currentVersion(handle, caller.org(), policy).isEmpty()) {
                throw new RefusedException(ErrorCode.NOT_FOUND);
            }
            List<SimulatedRequest> requests = Requests.newestUnder(handle, caller.org(), policy, draft.last()).stream()
                    .map(request -> simulated(handle, caller.org(), request, document)).toList();
            return new PolicySimulation(count(requests, Outcome.REQUIRE), count(requests, Outcome.ALLOW),
                    count(requests, Outcome.DENY),
                    Math.toIntExact(requests.stream().filter(SimulatedRequest::changes).count()), requests);
        });
    }

    private static int count(List<SimulatedRequest> requests, Outcome outcome) {
        return Math.toIntExact(requests.stream()
                .filter(request -> request.drafted().outcome().equals(outcome.toString())).count());
    }

    private static SimulatedRequest simulated(Handle handle, UUID org, StoredRequest request,
            PolicyDocument document) {
        PolicyEvaluation verdict = document.decide(
                ReevaluateRequests.question(request, Requests.payload(handle, org, request.id())),
                RequestUsage.before(handle, org, request.id(), request.createdAt()));
        Demand decided = request.demand();
        Demand drafted = verdict.demand();
        Terms terms = new Terms(drafted, document.overrideGroup(), verdict.rules(), verdict.notes(),
                verdict.readings());
        return new SimulatedRequest(request.id(), request.title(), request.action().tool(), request.state(),
                request.createdAt(), answer(decided, request.terms().shown(null, null)),
                answer(drafted, terms.shown(null, null)),
                !decided.equals(drafted));
    }

    private static PolicyAnswer answer(Demand demand, ApprovalTerms terms) {
        return new PolicyAnswer(demand.outcome().toString(), Terms.required(demand), terms);
    }
}
