package dev.agenthub.server.policies;

import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.Requirement;
import dev.agenthub.server.policies.rules.Demand;
import dev.agenthub.server.policies.rules.Outcome;
import dev.agenthub.server.policies.rules.Verdict;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy asks of one action.
 *
 * @param policy the version that decided
 * @param overrideGroup whose members may override a missing approval; null where nobody may
 */
public record PolicyDecision(Verdict verdict, PolicyVersion policy, @Nullable String overrideGroup) {

    public Demand demand() {
        return verdict.demand();
    }

    public Outcome outcome() {
        return demand().outcome();
    }

    /** Not empty exactly when the outcome is {@link Outcome#REQUIRE}. */
    public List<Requirement> required() {
        return demand().requirements();
    }

    /** How long the request may wait and run. */
    public Duration expiresIn() {
        return demand().expiresIn();
    }
}
