package dev.agenthub.server.governance.changes;

import dev.agenthub.api.Budget;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.limits.BudgetAdministration;
import dev.agenthub.server.limits.BudgetTerms;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Sets or removes a budget's cap. */
public record BudgetChange(BudgetAdministration budgets, BudgetTerms terms) implements GovernanceChange<Budget> {

    @Override
    public ChangeKind kind() {
        return ChangeKind.BUDGET_CHANGE;
    }

    @Override
    public Subject subject() {
        UUID connector = terms.connector();
        return connector == null
                ? new Subject(terms.workspace().toString(), "workspace")
                : new Subject(connector.toString(), "connector");
    }

    @Override
    public UUID workspace() {
        return terms.workspace();
    }

    @Override
    public String title(Handle handle, UUID org) {
        return (terms.cap() == null ? "Remove the budget in " : "Set the budget to " + terms.cap() + " in ")
                + terms.currency() + " a " + terms.period();
    }

    @Override
    public JsonValue before(Handle handle, UUID org) {
        return BudgetAdministration.present(handle, org, terms).state();
    }

    @Override
    public JsonObject after() {
        return terms.state();
    }

    @Override
    public Recorded<Budget> apply(Handle handle, UUID org, Author by) {
        return budgets.change(handle, org, by, terms);
    }
}
