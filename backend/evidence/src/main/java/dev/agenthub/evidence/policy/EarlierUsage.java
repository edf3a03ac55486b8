package dev.agenthub.evidence.policy;

import java.math.BigDecimal;
import java.util.Optional;

/** What earlier actions have used up of a limit. */
@FunctionalInterface
public interface EarlierUsage {

    /** For questions about policies without limits, and for tests. */
    EarlierUsage NONE = (_, _, _, _) -> Optional.of(BigDecimal.ZERO);

    /**
     * What was used in the limit's window before this action; actions that still wait count, those that ended without effect do not.
     *
     * @param place the condition that asks, as a JSON Pointer into the document
     * @param match which actions its rule is about
     * @return empty where that can't be told, as where an earlier amount is no number
     */
    Optional<BigDecimal> before(String place, Limit limit, Match match, PolicyInput question);
}
