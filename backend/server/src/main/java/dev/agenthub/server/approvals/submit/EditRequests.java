package dev.agenthub.server.approvals.submit;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Role;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.server.approvals.requests.AttachedFile;
import dev.agenthub.server.approvals.requests.Attachments;
import dev.agenthub.server.approvals.requests.RequestSubject;
import dev.agenthub.server.approvals.requests.Requests;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.MemberRows;
import dev.agenthub.server.identity.StoredMember;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Replaces a pending request by one with other arguments. The earlier request is cancelled
 * and its votes end; the editor counts as a requester of the new one.
 */
public final class EditRequests {

    private final SubmitAction submit;
    private final CancelRequests cancel;

    public EditRequests(SubmitAction submit, CancelRequests cancel) {
        this.submit = submit;
        this.cancel = cancel;
    }

    /** Whether a member may edit: one who could decide or cancel requests, for an agent's request that has not run. */
    public static boolean mayEdit(StoredRequest request, StoredMember person) {
        return request.asked() instanceof RequestSubject.Action && CancelRequests.isOpen(request)
                && (CancelRequests.mayCancel(request, person) || (person.active() && person.has(Role.APPROVER)));
    }

    /**
     * Replaces the request.
     *
     * @return the new request
     * @throws RefusedException FORBIDDEN; REQUEST_NOT_PENDING where it has run or ended; REQUEST_MALFORMED for a change,
     *        and where nothing differs; ATTACHMENT_CHANGED; and every code of a submission. Nothing is changed then
     */
    public UUID edit(Handle handle, MemberCaller caller, UUID id, EditBody edited) {
        StoredRequest earlier = Requests.lock(handle, caller.org(), id);
        MemberRows.hold(handle, caller.org(), caller.member());
        StoredMember person = MemberRows.find(handle, caller.org(), caller.member()).orElseThrow();
        if (!(earlier.asked() instanceof RequestSubject.Action action)) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED,
                    "A change of the rules is not edited; propose another one.");
        }
        if (!CancelRequests.isOpen(earlier)) {
            throw new RefusedException(ErrorCode.REQUEST_NOT_PENDING);
        }
        if (!mayEdit(earlier, person)) {
            throw new RefusedException(ErrorCode.FORBIDDEN);
        }
        JsonObject payload = Requests.payload(handle, caller.org(), id).content();
        List<AttachedFile> files = Attachments.read(handle, caller.org(), id);
        if (!AttachedFile.described(files).equals(payload.array("attachments"))) {
            throw new RefusedException(ErrorCode.ATTACHMENT_CHANGED);
        }
        // Cancelling the earlier request locks the log; after that the new request may wait for no other lock.
        SubmitAction.hold(handle, caller.org(), action);
        cancel.cancel(handle, caller.org(), id, caller.actor(), edited.reason());
        Submission submission = new Submission(action.tool(), edited.arguments(), Submission.OF_EDITS + id,
                earlier.agentSays(),
                files, edited.hash());
        UUID made = submit.resubmit(handle, caller.org(), caller.actor(), action.agent(), submission,
                new RequestSubject.Edit(id, editors(action, caller.member()))).id();
        // The new arguments have their defaults only now, as the earlier ones do.
        if (Requests.payload(handle, caller.org(), made).content().object("arguments")
                .equals(payload.object("arguments"))) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "These are the arguments that it has.");
        }
        return made;
    }

    private static List<UUID> editors(RequestSubject.Action earlier, UUID member) {
        List<UUID> editors = new ArrayList<>(earlier.edit() == null ? List.of() : earlier.edit().editors());
        editors.remove(member);
        editors.add(member);
        return editors;
    }
}
