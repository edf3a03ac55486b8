package dev.agenthub.api;

import java.time.Instant;
import java.util.UUID;

/**
 * A change that needs approvals, as a request that others decide. The backend applies it once it is approved; a secret that comes of it
 * is collected by its proposer.
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
