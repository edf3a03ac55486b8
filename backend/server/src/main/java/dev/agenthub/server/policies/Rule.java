package dev.agenthub.server.policies;

import dev.agenthub.api.Requirement;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a policy.
 *
 * @param required not empty exactly when the outcome is {@link Outcome#REQUIRE}
 * @param expiresIn how long a request waits, null where another rule or the default may say
 */
record Rule(Match match, Outcome outcome, List<Requirement> required, @Nullable Duration expiresIn) {

    private static final Duration LONGEST = Duration.ofDays(30);

    Rule {
        required = List.copyOf(required);
        if ((outcome == Outcome.REQUIRE) == required.isEmpty()) {
            throw new IllegalArgumentException("A rule requires somebody exactly when its outcome is \"require\"");
        }
        if (expiresIn != null && (expiresIn.compareTo(Duration.ofSeconds(1)) < 0 || expiresIn.compareTo(LONGEST) > 0)) {
            throw new IllegalArgumentException("expiresIn is between one second and thirty days");
        }
    }
}
