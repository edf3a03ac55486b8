package dev.agenthub.server.policies;

import dev.agenthub.api.PolicyVersion;
import dev.agenthub.evidence.policy.Demand;
import dev.agenthub.evidence.policy.Outcome;
import dev.agenthub.evidence.policy.PolicyEvaluation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a policy asks of one action.
 *
 * @param policy the version that decided
 * @param overrideGroup whose members may override a missing approval; null where nobody may
 */
public record PolicyDecision(PolicyEvaluation verdict, PolicyVersion policy, @Nullable String overrideGroup) {

    public Demand demand() {
        return verdict.demand();
    }

    public Outcome outcome() {
        return demand().outcome();
    }

    /** How long the request may wait and run. */
    public Duration expiresIn() {
        return demand().expiresIn();
    }
}
