package dev.agenthub.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How often the connectors of a workspace, or one of them, may be called.
 *
 * @param rate its id
 * @param workspace whose agents call
 * @param connector which one is called; null for all of the workspace together
 * @param calls the most calls at once, and on average in a period
 * @param per the period
 * @param available how many calls would be let through now
 * @param hours the calls of the last 48 hours, the newest hour first; hours without calls are left out
 */
public record Rate(UUID rate, UUID workspace, @Nullable UUID connector, long calls, RatePeriod per, long available,
        List<RateUse> hours) {

    public Rate {
        rate = Check.present("rate", rate);
        workspace = Check.present("workspace", workspace);
        calls = Check.between("calls", calls, 1, 1_000_000);
        per = Check.present("per", per);
        available = Check.atLeast("available", available, 0);
        hours = Check.list("hours", hours);
    }
}
