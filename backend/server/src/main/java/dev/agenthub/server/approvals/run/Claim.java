package dev.agenthub.server.approvals.run;

import dev.agenthub.api.RequestState;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.approvals.requests.AttachedFile;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The result of claiming a request for its one run. */
public sealed interface Claim {

    /**
     * Everything was verified, and the request is now {@code executing}: it cannot be claimed again.
     *
     * @param payload the document to execute
     * @param attachments the files, verified against the digests in the payload
     * @param payloadHash computed from the payload's stored bytes
     * @param until the moment from which the run must not begin any more
     * @param approved whether people approved it, rather than the policy alone
     */
    record Granted(UUID request, UUID agent, UUID workspace, UUID connector, String tool, JsonObject payload,
            List<AttachedFile> attachments, Hash payloadHash, Instant until, boolean approved)
            implements
                Claim {}

    /**
     * Something is not as it was approved: the request is now {@code refused}, and the event {@code run.refused} is appended.
     *
     * @param code a result code of SPEC.md §7 or an error code of the API
     */
    record Refused(String code) implements Claim {}

    /** The request is approved, and its hold is not over until this moment. Nothing was changed. */
    record Held(Instant until) implements Claim {}

    /** The request is not approved: it was claimed before, or it ended. Nothing was changed. */
    record NotApproved(RequestState state) implements Claim {}
}
