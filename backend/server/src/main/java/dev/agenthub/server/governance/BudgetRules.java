package dev.agenthub.server.governance;

import dev.agenthub.api.Budget;
import dev.agenthub.api.NewBudget;
import dev.agenthub.api.Reservation;
import dev.agenthub.api.Role;
import dev.agenthub.api.Settlement;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.governance.changes.BudgetChange;
import dev.agenthub.server.governance.changes.ReservationSettlement;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.limits.BudgetAdministration;
import dev.agenthub.server.limits.BudgetTerms;
import java.util.Optional;
import java.util.UUID;

/** Changes budgets and settles their reservations: at once, or by a proposal where the governance policy requires approval. Thread-safe. */
public final class BudgetRules {

    private final OrgTransactions transactions;
    private final Changes changes;
    private final BudgetAdministration budgets;

    public BudgetRules(OrgTransactions transactions, Changes changes, BudgetAdministration budgets) {
        this.transactions = transactions;
        this.changes = changes;
        this.budgets = budgets;
    }

    /**
     * Sets the cap of a workspace or connector in a currency and period; setting the same again changes nothing.
     * Where the cap is lower than what is used already, nothing more can be spent in the present period.
     *
     * @throws RefusedException FORBIDDEN; LIMIT_INVALID, beginning with the member that is wrong
     */
    public ChangeResult<Budget> set(MemberCaller caller, NewBudget request) {
        caller.require(Role.OWNER, Role.ADMIN);
        Optional<Budget> there = transactions.call(caller.context(), handle -> {
            BudgetTerms wanted = BudgetAdministration.wanted(handle, caller.org(), request);
            return wanted.equals(BudgetAdministration.present(handle, caller.org(), wanted))
                    ? Optional.of(budgets.shown(handle, caller.org(), wanted))
                    : Optional.empty();
        });
        return there.isPresent()
                ? new ChangeResult.Done<>(there.get())
                : changes.make(caller, handle -> new BudgetChange(budgets,
                        BudgetAdministration.wanted(handle, caller.org(), request)));
    }

    /**
     * Removes a cap; the record of past spending stays.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND
     */
    public ChangeResult<Budget> remove(MemberCaller caller, UUID budget) {
        caller.require(Role.OWNER, Role.ADMIN);
        return changes.make(caller, handle -> new BudgetChange(budgets,
                BudgetAdministration.removal(handle, caller.org(), budget)));
    }

    /**
     * Settles a reservation, once: the amount is spent, or available again.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND; RESERVATION_SETTLED where a member settled it
     *        before; RESERVATION_NOT_UNKNOWN where the run is in progress, or its outcome settled it
     */
    public ChangeResult<Reservation> settle(MemberCaller caller, UUID reservation, Settlement settlement) {
        caller.require(Role.OWNER, Role.ADMIN);
        return changes.make(caller,
                handle -> ReservationSettlement.of(handle, caller.org(), reservation, settlement));
    }
}
