package dev.agenthub.server.approvals;

import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Requirement;
import dev.agenthub.api.Risk;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.policies.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request as its row says, without its payload, which may be large.
 *
 * @param payloadHash the stored one; {@link Payload#hash} is what the bytes say now
 * @param refusal the code of why it was refused, or denied by the policy; null otherwise
 */
record StoredRequest(UUID id, UUID agent, String agentName, UUID agentOwner, UUID workspace, String workspaceName,
        String tool,
        UUID connector, String title, Risk risk, @Nullable String agentSays, Hash payloadHash, PolicyVersion policy,
        Outcome outcome, List<Requirement> required, RequestState state, @Nullable String refusal, Hash submissionHash,
        Instant createdAt, Instant expiresAt) {

    StoredRequest {
        required = List.copyOf(required);
    }

    boolean pastExpiry(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
