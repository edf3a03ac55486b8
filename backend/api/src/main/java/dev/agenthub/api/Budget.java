package dev.agenthub.api;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How much may be spent in one currency through the connectors of a workspace, or through one of them.
 *
 * @param budget its id
 * @param workspace whose agents spend it
 * @param connector the connector's id; null for all connectors of the workspace together
 * @param period how long the cap holds
 * @param currency three letters (ISO 4217)
 * @param cap a decimal string
 * @param periods its use by period, the newest first, at most 62
 */
public record Budget(UUID budget, UUID workspace, @Nullable UUID connector, BudgetPeriod period, String currency,
        String cap, List<BudgetUse> periods) {

    public Budget {
        budget = Check.present("budget", budget);
        workspace = Check.present("workspace", workspace);
        period = Check.present("period", period);
        currency = Check.currency("currency", currency);
        cap = Check.amount("cap", cap);
        periods = Check.list("periods", periods);
    }
}
