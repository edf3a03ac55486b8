package dev.agenthub.server.approvals;

import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Requirement;
import dev.agenthub.api.Risk;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.policies.rules.Demand;
import dev.agenthub.server.policies.rules.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request as its row says, without its payload, which may be large.
 *
 * @param payloadHash the stored one; {@link Payload#hash} is what the bytes say now
 * @param refusal the code of why it was refused, or denied by the policy, or cancelled by us; null otherwise
 * @param runAfter when it may run, null until it is approved
 */
record StoredRequest(UUID id, Asked asked, String title, Risk risk, @Nullable String agentSays, Hash payloadHash,
        PolicyVersion policy,
        Terms terms, RequestState state, @Nullable String refusal, Hash submissionHash,
        Instant createdAt, Instant expiresAt, @Nullable Instant runAfter) {

    /** The action that it asks for; whoever calls this knows that it is none of the changes. */
    Asked.Action action() {
        if (asked instanceof Asked.Action action) {
            return action;
        }
        throw new IllegalStateException("Request " + id + " asks for a change");
    }

    Demand demand() {
        return terms.demand();
    }

    Outcome outcome() {
        return demand().outcome();
    }

    List<Requirement> required() {
        return demand().requirements();
    }

    /** Whether it was approved and still waits, so that it can be stopped. */
    boolean held(Instant now) {
        return state == RequestState.APPROVED && runAfter != null && now.isBefore(runAfter);
    }

    /** Whether it ends now because its time is over: it still waits for approvals, or for its proposer to collect what it hands out. */
    boolean expires(Instant now) {
        boolean waits = state == RequestState.PENDING
                || (state == RequestState.APPROVED && asked instanceof Asked.Change);
        return waits && pastExpiry(now);
    }

    boolean pastExpiry(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
