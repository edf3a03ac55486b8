package dev.agenthub.api;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sets how often connectors may be called.
 *
 * @param workspace its id or name
 * @param connector the id of one of the workspace; null for all of them together
 * @param calls the most calls at once, and on average in a period
 * @param per the period
 */
public record NewRate(String workspace, @Nullable UUID connector, long calls, RatePeriod per) {

    public NewRate {
        workspace = Check.text("workspace", workspace, 200);
        calls = Check.between("calls", calls, 1, 1_000_000);
        per = Check.present("per", per);
    }
}
