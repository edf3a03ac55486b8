package dev.agenthub.app.ui.approvals.request;

import dev.agenthub.app.ui.approvals.history.PlainNumber;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The amount of an action, as its arguments {@code amount} and {@code currency} state it. */
public sealed interface StatedAmount {
    /** It has no amount. */
    record None() implements StatedAmount {}

    /** It has an amount that can be misread, such as with an exponent or with digits of another script. */
    record Unclear() implements StatedAmount {}

    /** It has this amount; {@code currency} is empty if it names none. */
    record Exactly(BigDecimal value, String currency) implements StatedAmount {}

    /** Of an action's or a change's payload. */
    static StatedAmount of(JsonObject payload) {
        JsonObject arguments = payload.get("arguments") instanceof JsonObject given ? given : null;
        JsonValue amount = arguments == null ? null : arguments.get("amount");
        if (arguments == null || amount == null) {
            return new None();
        }
        BigDecimal value = PlainNumber.of(text(amount));
        JsonValue currency = arguments.get("currency");
        String named = currency == null ? "" : text(currency);
        return value == null || named == null ? new Unclear() : new Exactly(value, named);
    }

    private static @Nullable String text(JsonValue value) {
        return switch (value) {
            case JsonString(String text) -> text;
            case JsonNumber(String literal) -> literal;
            default -> null;
        };
    }
}
