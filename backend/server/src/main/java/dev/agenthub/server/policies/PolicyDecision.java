package dev.agenthub.server.policies;

import dev.agenthub.api.PolicyVersion;
import dev.agenthub.evidence.policy.Demand;
import dev.agenthub.evidence.policy.Outcome;
import dev.agenthub.evidence.policy.PolicyEvaluation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The result of evaluating a policy on an action.
 *
 * @param policy the evaluated version
 * @param overrideGroup the group whose members may override a missing approval; null where nobody may
 * @param limited whether the version has cumulative limits, on this action or others
 */
public record PolicyDecision(PolicyEvaluation verdict, PolicyVersion policy, @Nullable String overrideGroup,
        boolean limited) {

    public Demand demand() {
        return verdict.demand();
    }

    public Outcome outcome() {
        return demand().outcome();
    }

    /** How long the request may wait for approvals and its run. */
    public Duration expiresIn() {
        return demand().expiresIn();
    }
}
