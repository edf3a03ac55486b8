package dev.agenthub.server.restore;

import dev.agenthub.api.Role;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.agents.Agents;
import dev.agenthub.server.approvals.requests.OpenRequests;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.audit.checkpoints.Checkpoints;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.delegations.DelegationRows;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.MemberRows;
import dev.agenthub.server.identity.Revocation;
import dev.agenthub.server.policies.Governance;
import dev.agenthub.server.policies.Policies;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Continues the log of a restored database as a new incarnation, when an administrator declares the restore and its reason.
 *
 * <p>One transaction opens the new log, whose first event cites the last checkpoint; records members, agents and policies again, so
 * that later runs can be verified from the new log alone; and ends what the backup may have revived: waiting requests (they may have
 * run after the backup), invitations (they may have been redeemed) and other sessions (they may have been signed out). Thread-safe.
 */
public final class DeclareRestore {
    private final Checkpoints checkpoints;
    private final AuditLog audit;
    private final OpenRequests requests;
    private final InstantSource clock;

    public DeclareRestore(Checkpoints checkpoints, AuditLog audit, OpenRequests requests, InstantSource clock) {
        this.checkpoints = checkpoints;
        this.audit = audit;
        this.requests = requests;
        this.clock = clock;
    }

    /**
     * Declares that the caller's organization was restored.
     *
     * @throws RefusedException FORBIDDEN; RESTORE_NOT_NEEDED where the log continues the signed one
     */
    public void declare(MemberCaller caller, String reason) {
        caller.require(Role.ADMIN, Role.OWNER);
        checkpoints.succeed(caller.org(),
                (handle, next, previousNote) -> begin(handle, caller, reason, next, previousNote));
        checkpoints.publish(caller.org(), caller.actor());
    }

    private void begin(Handle handle, MemberCaller caller, String reason, Origin next, String previousNote) {
        UUID org = caller.org();
        List<EventDraft> drafts = new ArrayList<>();
        drafts.add(new EventDraft(EventType.LOG_RESTORED, caller.actor(), new Subject(next.toString(), "log"), null,
                JsonObject.builder().put("origin", next.toString()).put("previousCheckpoint", previousNote)
                        .put("reason", reason).build()));
        drafts.addAll(MemberRows.stateEvents(handle, org, AuditLog.system()));
        drafts.addAll(DelegationRows.stateEvents(handle, org, AuditLog.system(), clock.instant()));
        drafts.addAll(Policies.stateEvents(handle, org, AuditLog.system()));
        drafts.addAll(Agents.stateEvents(handle, org, AuditLog.system()));
        drafts.addAll(Governance.stateEvents(handle, org, AuditLog.system()));
        drafts.addAll(requests.cancel(handle, org, caller.actor(), "the database was restored: " + reason));
        Revocation.ofEverybody(handle, org, caller.session(), clock.instant());
        audit.append(handle, org, drafts.toArray(EventDraft[]::new));
    }
}
