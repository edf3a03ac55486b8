package dev.agenthub.api;

import java.time.Instant;

/**
 * How many calls were made in one hour.
 *
 * @param startsAt when the hour began
 * @param calls at least 1
 */
public record RateUse(Instant startsAt, long calls) {

    public RateUse {
        startsAt = Check.present("startsAt", startsAt);
        calls = Check.atLeast("calls", calls, 1);
    }
}
