package dev.agenthub.server.limits;

import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The terms of a budget: the state in proposals and in the event {@code billing.budget_changed} (SPEC.md §2).
 *
 * @param connector null for the whole workspace
 * @param currency three capital letters (ISO 4217)
 * @param cap a decimal string; null for no cap
 */
public record BudgetTerms(UUID workspace, @Nullable UUID connector, BudgetPeriod period, String currency,
        @Nullable String cap) {

    /** Reads what {@link #state()} wrote. */
    public static BudgetTerms of(JsonObject state) {
        String connector = state.nullableString("connector");
        return new BudgetTerms(UUID.fromString(state.string("workspace")),
                connector == null ? null : UUID.fromString(connector), BudgetPeriod.of(state.string("period")),
                state.string("currency"), state.nullableString("cap"));
    }

    /** The same terms with another cap; null for none. */
    BudgetTerms with(@Nullable String other) {
        return new BudgetTerms(workspace, connector, period, currency, other);
    }

    Scope scope() {
        return new Scope(workspace, connector);
    }

    /** The state in proposals. */
    public JsonObject state() {
        return put(JsonObject.builder()).build();
    }

    /** Adds the state to an event's data. */
    JsonObject.Builder put(JsonObject.Builder data) {
        return data.put("cap", text(cap)).put("connector", text(connector == null ? null : connector.toString()))
                .put("currency", currency).put("period", period.toString()).put("workspace", workspace.toString());
    }

    static JsonValue text(@Nullable String text) {
        return text == null ? JsonNull.NULL : new JsonString(text);
    }
}
