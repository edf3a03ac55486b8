package dev.agenthub.server.http.routes;

import static dev.agenthub.api.ErrorCode.LIMIT_INVALID;
import static dev.agenthub.api.ErrorCode.RESERVATION_NOT_UNKNOWN;
import static dev.agenthub.api.ErrorCode.RESERVATION_SETTLED;
import static dev.agenthub.api.Role.ADMIN;
import static dev.agenthub.api.Role.OWNER;
import static dev.agenthub.server.http.Endpoint.delete;
import static dev.agenthub.server.http.Endpoint.get;
import static dev.agenthub.server.http.Endpoint.post;
import static dev.agenthub.server.http.Endpoint.put;
import static dev.agenthub.server.http.QueryParameter.CURSOR;
import static dev.agenthub.server.http.QueryParameter.LIMIT;

import dev.agenthub.api.Budget;
import dev.agenthub.api.NewBudget;
import dev.agenthub.api.NewRate;
import dev.agenthub.api.Rate;
import dev.agenthub.api.Reservation;
import dev.agenthub.api.Settlement;
import dev.agenthub.server.governance.BudgetRules;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import dev.agenthub.server.limits.BudgetAdministration;
import dev.agenthub.server.limits.RateAdministration;
import dev.agenthub.server.limits.ReservationAdministration;
import java.util.List;

/** Routes of budgets, their reservations, and rates. */
public final class LimitRoutes implements Routes {
    private final BudgetAdministration budgets;
    private final BudgetRules rules;
    private final ReservationAdministration reservations;
    private final RateAdministration rates;

    public LimitRoutes(BudgetAdministration budgets, BudgetRules rules, ReservationAdministration reservations,
            RateAdministration rates) {
        this.budgets = budgets;
        this.rules = rules;
        this.reservations = reservations;
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
                        .answersOrProposes(200, Budget.class, call -> rules.set(call.caller(), call.body())),
                delete("/v1/budgets/{id}", "Caps it no more; answers what it was").member(OWNER, ADMIN)
                        .answersOrProposes(200, Budget.class, call -> rules.remove(call.caller(), call.id())),
                get("/v1/reservations",
                        "What is reserved for runs of which nobody knows whether they had their effect, the oldest first")
                        .member(OWNER, ADMIN).query(CURSOR, LIMIT)
                        .answersPage(Reservation.class,
                                call -> reservations.list(call.caller(), call.query(CURSOR), call.limit())),
                post("/v1/reservations/{id}/settlement",
                        "Settles one of them, once: what was spent counts as spent, and what was not can be spent again. The run's outcome stays unknown")
                        .member(OWNER, ADMIN).body(Settlement.class)
                        .refuses(RESERVATION_SETTLED, RESERVATION_NOT_UNKNOWN)
                        .answersOrProposes(200, Reservation.class,
                                call -> rules.settle(call.caller(), call.id(), call.body())),
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
