package dev.agenthub.server.execution;

import dev.agenthub.server.approvals.run.Claim;
import dev.agenthub.server.approvals.run.Claims;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.connectors.calls.ConnectorAccess;
import dev.agenthub.server.limits.Limits;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Delays approved requests whose rate is used up or whose provider wants no calls now. Works in the caller's transaction. */
final class RunDelays {
    private final Claims claims;
    private final Limits limits;
    private final AuditLog audit;

    RunDelays(Claims claims, Limits limits, AuditLog audit) {
        this.claims = claims;
        this.limits = limits;
        this.audit = audit;
    }

    /** Holds a request whose claim was rolled back; returns until when. Empty where it is to be claimed again at once. */
    Optional<Instant> wait(Handle handle, UUID org, RunDelayedException e) {
        Claim.Granted claim = e.claim();
        ConnectorAccess limited = e.limited();
        if (limited == null) {
            return claims.hold(handle, org, claim.request(), e::until);
        }
        Optional<Instant> until = claims.hold(handle, org, claim.request(),
                () -> limits.next(handle, org, claim, () -> claims.held(handle, org, claim.connector())));
        until.ifPresent(moment -> audit.append(handle, org, Limits.held(claim, limited, moment)));
        return until;
    }
}
