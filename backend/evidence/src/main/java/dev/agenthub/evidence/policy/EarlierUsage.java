package dev.agenthub.evidence.policy;

import java.math.BigDecimal;
import java.util.Optional;

/** How much of a limit earlier actions have used. */
@FunctionalInterface
public interface EarlierUsage {

    /** For questions about policies without limits, and for tests. */
    EarlierUsage NONE = (_, _, _, _) -> Optional.of(BigDecimal.ZERO);

    /**
     * The amount used in the limit's window before this action. Pending actions count; actions that ended without effect do not.
     *
     * @param place the condition that asks, as a JSON Pointer into the document
     * @param match which actions its rule is about
     * @return empty if unknown, for instance because an earlier amount is no number
     */
    Optional<BigDecimal> before(String place, Limit limit, Match match, PolicyInput question);
}
