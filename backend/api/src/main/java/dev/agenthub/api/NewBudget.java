package dev.agenthub.api;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sets a budget's cap. It counts what is spent after a cap was first set.
 *
 * @param workspace its id or name
 * @param connector the id of one of the workspace; null for all of them together
 * @param period how long the cap holds before it begins anew
 * @param currency three capital letters (ISO 4217)
 * @param cap a decimal string with at most 4 places; a cap below what is already used does not reduce that
 */
public record NewBudget(String workspace, @Nullable UUID connector, BudgetPeriod period, String currency,
        String cap) {

    public NewBudget {
        workspace = Check.text("workspace", workspace, 200);
        period = Check.present("period", period);
        currency = Check.currency("currency", currency);
        cap = Check.amount("cap", cap);
    }
}
