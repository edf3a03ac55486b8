package dev.agenthub.server.approvals.run;

import dev.agenthub.api.RequestState;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.approvals.requests.AttachedFile;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What came of claiming a request for its one run. */
public sealed interface Claim {

    /**
     * Everything was verified a moment ago, and the request is now {@code executing}: nobody else can claim it again.
     *
     * @param payload what to execute, nothing else
     * @param attachments whose digests are those in the payload
     * @param payloadHash recomputed from the stored bytes of the payload
     * @param until from then on it must not begin any more
     * @param approved whether people approved it, rather than the policy alone
     */
    record Granted(UUID request, UUID agent, UUID workspace, UUID connector, String tool, JsonObject payload,
            List<AttachedFile> attachments, Hash payloadHash, Instant until, boolean approved)
            implements
                Claim {}

    /**
     * Something is not as it was approved: the request is now {@code refused}, and the audit event {@code run.refused} is appended.
     *
     * @param code a result code of SPEC.md §7 or of the API
     */
    record Refused(String code) implements Claim {}

    /** The request is approved, and is not to run before that moment. Nothing was changed. */
    record Held(Instant until) implements Claim {}

    /** The request does not wait to be run: another claimed it, or it ended. Nothing was changed. */
    record NotApproved(RequestState state) implements Claim {}
}
