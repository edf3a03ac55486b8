package dev.agenthub.api;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A budget's use reached 80 or 100 percent of its cap in one period.
 *
 * @param budget the budget's id
 * @param workspace whose agents spend it
 * @param workspaceName its name
 * @param connector the connector's id; null for all connectors of the workspace together
 * @param connectorName its name; null with that
 * @param period how long the cap holds
 * @param startsOn the first day of the period, in UTC
 * @param percent 80 or 100: at least this share of the cap was used; also 100 where a call was refused because of the cap
 * @param currency three letters (ISO 4217)
 * @param used what was spent or reserved then, a decimal string
 * @param cap what it was then, a decimal string
 */
public record CapAlert(UUID budget, UUID workspace, String workspaceName, @Nullable UUID connector,
        @Nullable String connectorName, BudgetPeriod period, LocalDate startsOn, long percent, String currency,
        String used, String cap) {

    public CapAlert {
        budget = Check.present("budget", budget);
        workspace = Check.present("workspace", workspace);
        workspaceName = Check.present("workspaceName", workspaceName);
        period = Check.present("period", period);
        startsOn = Check.present("startsOn", startsOn);
        percent = Check.between("percent", percent, 80, 100);
        currency = Check.currency("currency", currency);
        used = Check.amount("used", used);
        cap = Check.amount("cap", cap);
    }
}
