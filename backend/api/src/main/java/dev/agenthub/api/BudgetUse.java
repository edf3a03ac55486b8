package dev.agenthub.api;

import java.time.LocalDate;

/**
 * What was spent of a budget in one period.
 *
 * @param startsOn its first day, in UTC
 * @param cap the most that the sums may reach; what was used, where the cap was lowered below it
 * @param reserved for calls in progress, and for calls of which it is unknown whether they had their effect
 * @param unknown the part of {@code reserved} for calls of which it is unknown whether they had their effect
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
