package dev.agenthub.server.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Budget;
import dev.agenthub.api.NewBudget;
import dev.agenthub.api.Page;
import dev.agenthub.api.Reservation;
import dev.agenthub.api.Settlement;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.limits.BudgetAdministration;
import dev.agenthub.server.sandbox.SampleWorld;
import java.time.Clock;
import java.util.UUID;

/** Sets budgets of a sample organization and settles reservations. */
public final class TestBudgets {
    private final BudgetAdministration budgets;
    private final BudgetRules rules;
    private final Changes changes;

    public TestBudgets(SampleWorld world, Clock clock) {
        budgets = new BudgetAdministration(world.database.transactions(), clock);
        changes = TestChanges.of(world, clock);
        rules = new BudgetRules(world.database.transactions(), changes, budgets);
    }

    public Page<Budget> list(MemberCaller caller) {
        return budgets.list(caller);
    }

    public Budget set(MemberCaller caller, NewBudget request) {
        return done(rules.set(caller, request));
    }

    public void remove(MemberCaller caller, UUID budget) {
        done(rules.remove(caller, budget));
    }

    public Reservation settle(MemberCaller caller, UUID reservation, Settlement settlement) {
        return done(settleOrPropose(caller, reservation, settlement));
    }

    /** As {@link #settle}, where others may have to approve it first. */
    public ChangeResult<Reservation> settleOrPropose(MemberCaller caller, UUID reservation, Settlement settlement) {
        return rules.settle(caller, reservation, settlement);
    }

    /** Applies what is approved, soon. */
    public void wakeWaiting() {
        changes.wakeWaiting();
    }

    private static <T> T done(ChangeResult<T> outcome) {
        assertThat(outcome).isInstanceOf(ChangeResult.Done.class);
        return ((ChangeResult.Done<T>) outcome).completed().get();
    }
}
