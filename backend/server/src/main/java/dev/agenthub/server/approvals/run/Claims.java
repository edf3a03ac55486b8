package dev.agenthub.server.approvals.run;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.RunOutcome;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.evidence.policy.Outcome;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.approvals.decide.Votes;
import dev.agenthub.server.approvals.requests.ApprovalEvents;
import dev.agenthub.server.approvals.requests.AttachedFile;
import dev.agenthub.server.approvals.requests.Attachments;
import dev.agenthub.server.approvals.requests.Payload;
import dev.agenthub.server.approvals.requests.RequestSubject;
import dev.agenthub.server.approvals.requests.Requests;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.policies.Policies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Claims requests for execution, each at most once, and records how their runs ended. Works
 * in the caller's transaction; the event stream is notified after the commit. Thread-safe.
 */
public final class Claims {

    private final AuditLog audit;
    private final EventStream events;
    private final Clock clock;

    public Claims(AuditLog audit, EventStream events, Clock clock) {
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Checks again everything that an approved request needs, and claims it.
     *
     * <p>A granted claim leaves the request {@code executing}; the caller inserts the run and
     * appends {@code run.started} in the same transaction. After a refusal the caller only commits.
     */
    public Claim claim(Handle handle, UUID org, UUID request) {
        StoredRequest locked = Requests.lock(handle, org, request);
        if (locked.state() != RequestState.APPROVED) {
            return new Claim.NotApproved(locked.state());
        }
        Instant now = clock.instant();
        Instant until = locked.runAfter();
        if (until != null && now.isBefore(until)) {
            return new Claim.Held(until);
        }
        Votes.holdVoters(handle, org, request);
        Agents.hold(handle, org, locked.action().agent());
        Policies.holdOf(handle, org, locked.action().agent());
        // Read again: who can speak for the agent is known only after the locks were taken.
        StoredRequest stored = Requests.find(handle, org, request).orElseThrow();
        Payload payload = Requests.payload(handle, org, request);
        List<AttachedFile> attachments = Attachments.read(handle, org, request);
        String objection = new RunPreconditions(handle, org, stored, payload, now,
                new ActionSurroundings(handle, org, stored, attachments)).objection();
        if (objection != null) {
            Requests.refuse(handle, org, request, objection, now);
            tell(handle, org, request, RequestState.REFUSED);
            audit.append(handle, org, ApprovalEvents.refused(AuditLog.system(), stored, objection));
            return new Claim.Refused(objection);
        }
        move(handle, org, request, RequestState.EXECUTING, now);
        RequestSubject.Action action = stored.action();
        return new Claim.Granted(request, action.agent(), action.workspace(), action.connector(), action.tool(),
                payload.content(), attachments, payload.hash(), Votes.standUntil(handle, org, stored, now),
                stored.outcome() == Outcome.REQUIRE);
    }

    /**
     * Holds an approved, unclaimed request for longer.
     *
     * @param until the end of the hold; called once the request is locked
     * @return that moment; empty, and nothing changed, where the request is not approved, is already held, or expires before
     */
    public Optional<Instant> hold(Handle handle, UUID org, UUID request, Supplier<Instant> until) {
        StoredRequest locked = Requests.lock(handle, org, request);
        Instant now = clock.instant();
        if (locked.state() != RequestState.APPROVED || locked.held(now)) {
            return Optional.empty();
        }
        Instant then = until.get();
        if (!then.isBefore(locked.expiresAt())) {
            return Optional.empty();
        }
        Requests.hold(handle, org, request, then, now);
        tell(handle, org, request, RequestState.APPROVED);
        return Optional.of(then);
    }

    /** The ends of the holds of requests that would call through this connector, the earliest first. */
    public List<Instant> held(Handle handle, UUID org, UUID connector) {
        return Requests.held(handle, org, connector, clock.instant());
    }

    /** Sets the state of a claimed request whose run ended. */
    public void finished(Handle handle, UUID org, UUID request, RunOutcome outcome) {
        move(handle, org, request, switch (outcome) {
            case EXECUTED -> RequestState.EXECUTED;
            case FAILED -> RequestState.FAILED;
            case UNKNOWN -> RequestState.UNKNOWN;
        }, clock.instant());
    }

    /** Approved, unclaimed requests whose hold ends within this time. */
    public List<UUID> approvedNotStarted(Handle handle, UUID org, Duration within) {
        return Requests.mayRun(handle, org, clock.instant().plus(within));
    }

    private void move(Handle handle, UUID org, UUID request, RequestState state, Instant now) {
        Requests.move(handle, org, request, state, now);
        tell(handle, org, request, state);
    }

    private void tell(Handle handle, UUID org, UUID request, RequestState state) {
        handle.afterCommit(() -> events.publish(org, ServerEvent.changed(request, state)));
    }
}
