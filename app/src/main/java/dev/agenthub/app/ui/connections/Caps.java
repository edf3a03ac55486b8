package dev.agenthub.app.ui.connections;

import dev.agenthub.api.Budget;
import dev.agenthub.api.Connection;
import dev.agenthub.api.Rate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rates and budgets that apply to a connection's calls: its own, and those of its workspace. */
record Caps(List<Rate> rates, List<Budget> budgets) {
    static final Caps NONE = new Caps(List.of(), List.of());

    Caps {
        rates = List.copyOf(rates);
        budgets = List.copyOf(budgets);
    }

    /** Selects those that apply to a connection. */
    Caps of(Connection connection) {
        return new Caps(
                rates.stream().filter(rate -> holds(rate.workspace(), rate.connector(), connection)).toList(),
                budgets.stream().filter(budget -> holds(budget.workspace(), budget.connector(), connection)).toList());
    }

    private static boolean holds(UUID workspace, @Nullable UUID connector, Connection connection) {
        return connector == null ? workspace.equals(connection.workspace()) : connector.equals(connection.connector());
    }
}
