package dev.agenthub.server.execution;

import dev.agenthub.server.approvals.run.Claim;
import dev.agenthub.server.connectors.calls.ConnectorAccess;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says that a claimed request is not to run now but later; the claim must be rolled back. */
final class RunDelayedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Claim.Granted claim;
    private final transient @Nullable ConnectorAccess limited;
    private final Instant until;

    /** @param limited the connector whose rate is used up; null where the connection itself takes no calls now */
    RunDelayedException(Claim.Granted claim, @Nullable ConnectorAccess limited, Instant until) {
        super("Request " + claim.request() + " waits until " + until);
        this.claim = claim;
        this.limited = limited;
        this.until = until;
    }

    Claim.Granted claim() {
        return claim;
    }

    @Nullable
    ConnectorAccess limited() {
        return limited;
    }

    Instant until() {
        return until;
    }
}
