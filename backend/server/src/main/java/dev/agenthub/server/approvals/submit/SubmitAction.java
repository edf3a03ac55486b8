package dev.agenthub.server.approvals.submit;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.policy.AppliedRules;
import dev.agenthub.evidence.policy.Outcome;
import dev.agenthub.evidence.policy.PolicyInput;
import dev.agenthub.server.agents.Agent;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.agents.ArgumentSchemas;
import dev.agenthub.server.agents.InstalledTool;
import dev.agenthub.server.agents.ToolDefinition;
import dev.agenthub.server.approvals.requests.ApprovalEvents;
import dev.agenthub.server.approvals.requests.Attachments;
import dev.agenthub.server.approvals.requests.Payload;
import dev.agenthub.server.approvals.requests.ReadyListener;
import dev.agenthub.server.approvals.requests.RequestSubject;
import dev.agenthub.server.approvals.requests.RequestUsage;
import dev.agenthub.server.approvals.requests.Requests;
import dev.agenthub.server.approvals.requests.SearchText;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.approvals.requests.Terms;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.connectors.permissions.UsablePermissions;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.identity.Caller.AgentCaller;
import dev.agenthub.server.policies.Policies;
import dev.agenthub.server.policies.PolicyDecision;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Submits an agent's action: checks the arguments, freezes the payload, evaluates the policy and stores the request. */
public final class SubmitAction {

    private final AuditLog audit;
    private final EventStream events;
    private final ReadyListener ready;
    private final Clock clock;
    private final ArgumentSchemas schemas = new ArgumentSchemas();

    /**
     * Creates the use case.
     *
     * @param ready notified of each request that may run at once
     */
    public SubmitAction(AuditLog audit, EventStream events, ReadyListener ready, Clock clock) {
        this.audit = audit;
        this.events = events;
        this.ready = ready;
        this.clock = clock;
    }

    /** The stored request: a new one, or the one that the agent submitted with this idempotency key before. */
    public StoredRequest submit(Handle handle, AgentCaller caller, Submission submission) {
        UUID org = caller.org();
        Optional<StoredRequest> earlier = Requests.byIdempotencyKey(handle, org, caller.agent(),
                submission.idempotencyKey());
        if (earlier.isPresent()) {
            return same(earlier.get(), submission);
        }
        return store(handle, org, caller.agent(), caller.actor(), submission, null);
    }

    /**
     * Stores the request that a member made by editing an agent's earlier one, which is already cancelled.
     *
     * @throws RefusedException POLICY_DENIED, and every code of a submission
     */
    StoredRequest resubmit(Handle handle, UUID org, Actor editor, UUID agent, Submission submission,
            RequestSubject.Edit edit) {
        StoredRequest request = store(handle, org, agent, editor, submission, edit);
        if (request.state() == RequestState.DENIED) {
            throw new RefusedException(ErrorCode.POLICY_DENIED);
        }
        return request;
    }

    /** Takes every lock that a resubmission needs. */
    static void hold(Handle handle, UUID org, RequestSubject.Action action) {
        Agents.hold(handle, org, action.agent());
        Policies.holdOf(handle, org, action.agent());
        RequestUsage.lockLimits(handle, org, action.workspace(), action.connector());
    }

    private StoredRequest store(Handle handle, UUID org, UUID asking, Actor by, Submission submission,
            RequestSubject.@Nullable Edit edit) {
        // The members who can speak for the agent are locked until the request is in the log.
        Agents.hold(handle, org, asking);
        Agent agent = Agents.find(handle, org, asking).filter(Agent::enabled)
                .orElseThrow(() -> new RefusedException(ErrorCode.AGENT_DISABLED));
        InstalledTool tool = Agents.tool(handle, org, agent.id(), submission.tool())
                .orElseThrow(() -> new RefusedException(ErrorCode.TOOL_UNKNOWN));
        if (!tool.connectorEnabled()) {
            throw new RefusedException(ErrorCode.CONNECTOR_DISABLED);
        }
        UsablePermissions.missing(handle, org, tool.definition().connector(), tool.definition().needs())
                .ifPresent(missing -> {
                    throw new RefusedException(missing.code(), "It is " + missing.words() + ".");
                });
        JsonObject arguments = schemas.check(tool.definition(), submission.arguments());
        // Refused now rather than after people have approved it.
        var _ = tool.definition().charge(arguments);
        UUID id = Ids.next();
        JsonObject action = PayloadRenderer.action(org, id, agent, tool, arguments, submission.attachments());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        // The request is judged by the events that are in the log before it.
        Policies.hold(handle, org, agent.policy());
        RequestUsage usage = RequestUsage.now(handle, org, now, () -> audit.lock(handle));
        PolicyDecision decision = Policies.decide(handle, org, agent.policy(),
                new PolicyInput(agent.workspace(), agent.id(), tool.definition().name(), tool.definition().connector(),
                        tool.definition().risk().toString(), action),
                usage);
        if (decision.limited()) {
            usage.holdUncounted(agent.workspace());
        }
        Instant expiresAt = now.plus(decision.expiresIn()).truncatedTo(ChronoUnit.MICROS);
        Payload payload = PayloadRenderer.payload(id, action, decision, now, expiresAt);
        StoredRequest request = request(id, agent, tool.definition(), arguments, submission, payload, decision, now,
                expiresAt, edit);
        if (!Requests.insert(handle, org, request, payload, SearchText.of(request, action),
                submission.idempotencyKey())) {
            // A concurrent call with the same key was faster.
            return same(Requests.byIdempotencyKey(handle, org, agent.id(), submission.idempotencyKey()).orElseThrow(),
                    submission);
        }
        Attachments.insert(handle, org, id, submission.attachments());
        record(handle, org, by, request, decision.verdict().applied());
        return request;
    }

    private static StoredRequest same(StoredRequest earlier, Submission submission) {
        if (!earlier.submissionHash().equals(submission.hash())) {
            throw new RefusedException(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        }
        return earlier;
    }

    private static StoredRequest request(UUID id, Agent agent, ToolDefinition tool, JsonObject arguments,
            Submission submission,
            Payload payload, PolicyDecision decision, Instant createdAt, Instant expiresAt,
            RequestSubject.@Nullable Edit edit) {
        RequestState state = switch (decision.outcome()) {
            case ALLOW -> RequestState.APPROVED;
            case REQUIRE -> RequestState.PENDING;
            case DENY -> RequestState.DENIED;
        };
        String refusal = decision.outcome() == Outcome.DENY ? ErrorCode.POLICY_DENIED.name() : null;
        RequestSubject.Action asked = new RequestSubject.Action(agent.id(), agent.name(), agent.owner(), Set.of(),
                agent.workspace(), "",
                tool.name(), tool.connector(), edit);
        return new StoredRequest(id, asked,
                new StoredRequest.Wording(tool.title().fill(arguments), tool.risk(), submission.says()),
                new StoredRequest.Frozen(payload.hash(), submission.hash(), decision.policy(), Terms.of(decision),
                        createdAt, expiresAt),
                new StoredRequest.Progress(state, refusal, createdAt,
                        state == RequestState.APPROVED ? createdAt.plus(decision.demand().hold()) : null, null));
    }

    private void record(Handle handle, UUID org, Actor by, StoredRequest request, AppliedRules applied) {
        handle.afterCommit(() -> {
            events.publish(org, ServerEvent.created(request.id(), request.state()));
            if (request.state() == RequestState.APPROVED) {
                ready.action(org, request.id());
            }
        });
        String refusal = request.refusal();
        audit.append(handle, org, refusal == null
                ? ApprovalEvents.requested(by, request, applied)
                : ApprovalEvents.refused(by, request, refusal));
    }
}
