package dev.agenthub.server.agents;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonPointer;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.server.common.RefusedException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a tool costs: {@code {"amount":"0.02","currency":"EUR"}}, each a string or a placeholder for an argument.
 *
 * @param amount a decimal string, or {@code {"$arg":"<JSON Pointer>"}}
 * @param currency three letters (ISO 4217), or a placeholder
 * @param minorUnits whether the amount counts the currency's smallest unit, for example cents
 */
public record Cost(JsonValue amount, JsonValue currency, boolean minorUnits) {
    static final String MEMBER = "cost";
    static final String AMOUNT = "amount";
    static final String CURRENCY = "currency";
    static final String MINOR_UNITS = "minorUnits";

    // No sign, no exponent and few digits, so that arithmetic on the amount stays cheap.
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9][0-9]{0,18})(\\.[0-9]{1,4})?");
    private static final String NO_AMOUNT = "cost.amount is a decimal number, not negative, with at most 4 places";
    private static final Pattern LETTERS = Pattern.compile("[A-Za-z]{3}");

    public Cost {
        if (isFixed(amount)) {
            fixed(amount);
        }
        if (isFixed(currency)) {
            letters(currency);
        }
        if (isFixed(amount) && isFixed(currency)) {
            money(amount, currency, minorUnits);
        }
    }

    static Cost of(JsonObject written) {
        return new Cost(member(written, AMOUNT), member(written, CURRENCY),
                written.get(MINOR_UNITS) != null && written.bool(MINOR_UNITS));
    }

    /**
     * The cost of a call with these arguments.
     *
     * @throws RefusedException ARGUMENTS_INVALID where an amount or currency is missing or malformed
     */
    Money charge(JsonObject arguments, String tool) {
        try {
            return money(fill(amount, arguments), fill(currency, arguments), minorUnits);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(ErrorCode.ARGUMENTS_INVALID,
                    "What " + tool + " costs can't be told: " + e.getMessage() + ".", e);
        }
    }

    private static Money money(JsonValue amount, JsonValue currency, boolean minorUnits) {
        String letters = letters(currency);
        BigDecimal given = decimal(amount);
        if (minorUnits && given.scale() > 0) {
            throw new IllegalArgumentException("cost.amount is a whole number of smallest units");
        }
        return new Money(minorUnits ? given.movePointLeft(Money.fractionDigits(letters)) : given, letters);
    }

    private static void fixed(JsonValue amount) {
        if (!(amount instanceof JsonString)) {
            throw new IllegalArgumentException(NO_AMOUNT);
        }
        decimal(amount);
    }

    private static BigDecimal decimal(JsonValue value) {
        String text = switch (value) {
            case JsonString(String written) -> written;
            case JsonNumber(String literal) -> literal;
            default -> "";
        };
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException(NO_AMOUNT);
        }
        return new BigDecimal(text);
    }

    private static String letters(JsonValue value) {
        if (value instanceof JsonString(String text) && LETTERS.matcher(text).matches()) {
            String currency = text.toUpperCase(Locale.ROOT);
            Money.fractionDigits(currency);
            return currency;
        }
        throw new IllegalArgumentException("cost.currency is three letters of ISO 4217");
    }

    private static JsonValue fill(JsonValue value, JsonObject arguments) {
        String pointer = hole(value);
        JsonValue filled = pointer == null ? value : JsonPointer.find(arguments, pointer);
        if (filled == null) {
            throw new IllegalArgumentException("cost needs the argument " + pointer);
        }
        return filled;
    }

    private static boolean isFixed(JsonValue value) {
        return hole(value) == null;
    }

    private static @Nullable String hole(JsonValue value) {
        return value instanceof JsonObject object && object.get("$arg") instanceof JsonString(String pointer)
                ? pointer
                : null;
    }

    private static JsonValue member(JsonObject written, String name) {
        JsonValue value = written.get(name);
        if (value == null) {
            throw new IllegalArgumentException("cost." + name + " is missing");
        }
        return value;
    }
}
