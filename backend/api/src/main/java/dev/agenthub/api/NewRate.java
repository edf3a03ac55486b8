package dev.agenthub.api;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How often may be called from now on.
 *
 * @param workspace its id or name
 * @param connector the id of one of the workspace; null for all of them together
 * @param calls so many at once, and so many in each period on average
 * @param per the period
 */
public record NewRate(String workspace, @Nullable UUID connector, long calls, RatePeriod per) {

    public NewRate {
        workspace = Check.text("workspace", workspace, 200);
        calls = Check.between("calls", calls, 1, 1_000_000);
        per = Check.present("per", per);
    }
}
