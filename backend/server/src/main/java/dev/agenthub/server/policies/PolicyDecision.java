package dev.agenthub.server.policies;

import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.Requirement;
import java.time.Duration;
import java.util.List;

/**
 * What a policy asks of one action.
 *
 * @param required not empty exactly when the outcome is {@link Outcome#REQUIRE}
 * @param expiresIn how long the request may wait and run
 * @param policy the version that decided
 */
public record PolicyDecision(Outcome outcome, List<Requirement> required, Duration expiresIn, PolicyVersion policy) {

    public PolicyDecision {
        required = List.copyOf(required);
    }
}
