package dev.agenthub.api;

import java.time.LocalDate;

/**
 * What was spent of a budget in one period.
 *
 * @param startsOn its first day, in UTC
 * @param cap what the sums could not pass; what was used where the cap was lowered below that
 * @param reserved for calls that are under way, and for those of which nobody knows whether they had their effect
 * @param unknown of what is reserved, what is for the latter
 * @param spent by calls that were executed
 */
public record BudgetUse(LocalDate startsOn, String cap, String reserved, String unknown, String spent) {

    public BudgetUse {
        startsOn = Check.present("startsOn", startsOn);
        cap = Check.amount("cap", cap);
        reserved = Check.amount("reserved", reserved);
        unknown = Check.amount("unknown", unknown);
        spent = Check.amount("spent", spent);
    }
}
