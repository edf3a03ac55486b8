package dev.agenthub.server.http;

import static dev.agenthub.api.ErrorCode.LIMIT_INVALID;
import static dev.agenthub.api.Role.ADMIN;
import static dev.agenthub.api.Role.OWNER;
import static dev.agenthub.server.http.Endpoint.delete;
import static dev.agenthub.server.http.Endpoint.get;
import static dev.agenthub.server.http.Endpoint.put;

import dev.agenthub.api.Budget;
import dev.agenthub.api.NewBudget;
import dev.agenthub.api.NewRate;
import dev.agenthub.api.Rate;
import dev.agenthub.server.limits.BudgetAdministration;
import dev.agenthub.server.limits.RateAdministration;
import java.util.List;

/** Budgets and rates as administrators set them and see them used. */
public final class LimitRoutes implements Routes {
    private final BudgetAdministration budgets;
    private final RateAdministration rates;

    public LimitRoutes(BudgetAdministration budgets, RateAdministration rates) {
        this.budgets = budgets;
        this.rates = rates;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get("/v1/budgets", "All budgets, with what was spent of them").member(OWNER, ADMIN)
                        .answersPage(Budget.class, call -> budgets.list(call.caller())),
                put("/v1/budgets",
                        "Caps what is spent in a workspace or through one of its connectors, per day or month and currency. A call whose cost does not fit is not made; in a currency for which there is no budget, where there is one for another, nothing is spent")
                        .member(OWNER, ADMIN).body(NewBudget.class).refuses(LIMIT_INVALID)
                        .answers(200, Budget.class, call -> budgets.set(call.caller(), call.body())),
                delete("/v1/budgets/{id}", "Caps it no more").member(OWNER, ADMIN)
                        .does(call -> budgets.remove(call.caller(), call.id())),
                get("/v1/rates", "All rates, with the calls of the last hours").member(OWNER, ADMIN)
                        .answersPage(Rate.class, call -> rates.list(call.caller())),
                put("/v1/rates",
                        "Limits how often a workspace's connectors, or one of them, are called. A call beyond that is not made, and is not made later by itself")
                        .member(OWNER, ADMIN).body(NewRate.class).refuses(LIMIT_INVALID)
                        .answers(200, Rate.class, call -> rates.set(call.caller(), call.body())),
                delete("/v1/rates/{id}", "Limits it no more").member(OWNER, ADMIN)
                        .does(call -> rates.remove(call.caller(), call.id())));
    }
}
