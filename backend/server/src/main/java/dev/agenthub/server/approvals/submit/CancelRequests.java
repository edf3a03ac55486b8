package dev.agenthub.server.approvals.submit;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Role;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.ActorKind;
import dev.agenthub.server.approvals.requests.ApprovalEvents;
import dev.agenthub.server.approvals.requests.Requests;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.identity.StoredMember;
import java.time.InstantSource;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Cancels requests that have not begun to run. */
public final class CancelRequests {

    private final AuditLog audit;
    private final EventStream events;
    private final InstantSource clock;

    public CancelRequests(AuditLog audit, EventStream events, InstantSource clock) {
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /** Whether a member may cancel: the proposer, the agent's owner, an editor; owners and administrators always. */
    public static boolean mayCancel(StoredRequest request, StoredMember person) {
        return person.active()
                && (request.asked().requesters().contains(person.id()) || person.has(Role.OWNER, Role.ADMIN));
    }

    /** Whether the request can still be cancelled. */
    public static boolean isOpen(StoredRequest request) {
        return request.state() == RequestState.PENDING || request.state() == RequestState.APPROVED;
    }

    /**
     * Cancels a request; a cancelled one stays as it is.
     *
     * @throws RefusedException REQUEST_NOT_PENDING where it has run or ended
     */
    public void cancel(Handle handle, UUID org, UUID id, Actor by, String reason) {
        StoredRequest request = Requests.lock(handle, org, id);
        if (request.state() == RequestState.CANCELLED) {
            return;
        }
        if (!isOpen(request)) {
            throw new RefusedException(ErrorCode.REQUEST_NOT_PENDING);
        }
        Requests.move(handle, org, id, RequestState.CANCELLED, clock.instant());
        if (by.kind() == ActorKind.MEMBER) {
            Requests.close(handle, org, id, reason);
        }
        handle.afterCommit(() -> events.publish(org, ServerEvent.changed(id, RequestState.CANCELLED)));
        audit.append(handle, org, ApprovalEvents.cancelled(by, request, reason));
    }
}
