package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;

/**
 * What becomes of a change that needs approvals: a request that others decide. It is applied
 * by the backend once they approved; where it hands out a secret, its proposer collects that.
 *
 * @param request the id of the request that others decide
 * @param payloadHash of the frozen change, 64 hex digits
 * @param state how that stands
 * @param expiresAt until when it can be approved
 */
public record ProposedChange(UUID request, String payloadHash, RequestState state, Instant expiresAt) {

    public ProposedChange {
        request = Check.present("request", request);
        payloadHash = Check.hash("payloadHash", payloadHash);
        state = Check.present("state", state);
        expiresAt = Check.present("expiresAt", expiresAt);
    }
}
