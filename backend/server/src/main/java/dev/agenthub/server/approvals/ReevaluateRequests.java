package dev.agenthub.server.approvals;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.policy.PolicyInput;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.approvals.requests.ApprovalEvents;
import dev.agenthub.server.approvals.requests.Payload;
import dev.agenthub.server.approvals.requests.RequestSubject;
import dev.agenthub.server.approvals.requests.RequestUsage;
import dev.agenthub.server.approvals.requests.Requests;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.approvals.run.RunPreconditions;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.policies.Policies;
import dev.agenthub.server.policies.PolicyDecision;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Evaluates a policy's open requests again after a new version came into force. A request stays where it already asks for all that the
 * new version asks for; otherwise it is cancelled, and the agent may submit again. A request missed here is refused when it is to run.
 */
public final class ReevaluateRequests {

    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final EventStream events;
    private final Clock clock;

    public ReevaluateRequests(OrgTransactions transactions, AuditLog audit, EventStream events, Clock clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Cancels the open requests of the policy's agents that the new version asks more of, each in its own transaction; returns how many.
     */
    public int reevaluate(UUID org, UUID policy) {
        OrgContext system = OrgContext.system(org);
        List<UUID> open = transactions.call(system, handle -> handle.createQuery("""
                select r.id from approval_request r
                  join agent a on a.org_id = r.org_id and a.id = r.agent_id and a.policy_id = :policy
                  join policy p on p.org_id = a.org_id and p.id = a.policy_id
                 where r.org_id = :org and r.state in ('pending', 'approved')
                   and (r.policy_id <> p.id or r.policy_version <> p.current_version)
                 order by r.id
                """).bind("org", org).bind("policy", policy).mapTo(UUID.class).list());
        int cancelled = 0;
        for (UUID request : open) {
            cancelled += transactions.call(system, handle -> cancelIfStricter(handle, org, request)) ? 1 : 0;
        }
        return cancelled;
    }

    private boolean cancelIfStricter(Handle handle, UUID org, UUID id) {
        StoredRequest request = Requests.lock(handle, org, id);
        if ((request.state() != RequestState.PENDING && request.state() != RequestState.APPROVED)
                || stillAsksEnough(handle, org, request)) {
            return false;
        }
        Requests.cancel(handle, org, id, RunPreconditions.POLICY_CHANGED, clock.instant());
        handle.afterCommit(() -> events.publish(org, ServerEvent.changed(id, RequestState.CANCELLED)));
        audit.append(handle, org,
                ApprovalEvents.cancelled(AuditLog.system(), request, RunPreconditions.POLICY_CHANGED));
        return true;
    }

    private static boolean stillAsksEnough(Handle handle, UUID org, StoredRequest request) {
        Optional<UUID> policy = Agents.find(handle, org, request.action().agent()).map(agent -> agent.policy());
        if (policy.isEmpty()) {
            return false;
        }
        try {
            PolicyInput question = question(request, Requests.payload(handle, org, request.id()));
            PolicyDecision now = Policies.decide(handle, org, policy.get(), question,
                    RequestUsage.before(handle, org, request.id(), request.createdAt()));
            return request.demand().covers(now.demand());
        } catch (EvidenceException _) {
            return false;
        }
    }

    /** The policy input as it was when the request was made. */
    static PolicyInput question(StoredRequest request, Payload payload) {
        RequestSubject.Action action = request.action();
        return new PolicyInput(action.workspace(), action.agent(), action.tool(), action.connector(),
                request.risk().toString(),
                payload.content());
    }
}
