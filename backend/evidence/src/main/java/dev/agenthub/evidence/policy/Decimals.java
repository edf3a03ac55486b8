package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.documents.DocumentNode;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads numbers, and texts that are plain decimals, exactly: 9007199254740993 is not 9007199254740992. */
public final class Decimals {

    /** A decimal in a text, in RE2 and in PostgreSQL alike: no exponent, no needless zero before, no sign but a minus. */
    public static final String TEXT = "^-?(0|[1-9][0-9]{0,39})([.][0-9]{1,40})?$";

    private static final Pattern PATTERN = Pattern.compile(TEXT);

    private Decimals() {}

    /** The value, null where it is neither a number nor a text that is a decimal. */
    public static @Nullable BigDecimal of(JsonValue value) {
        return switch (value) {
            case JsonNumber number -> number.decimal();
            case JsonString(String text) when PATTERN.matcher(text).matches() ->
                new BigDecimal(text);
            default -> null;
        };
    }

    /** The sum of two counts, or the largest number. */
    static long saturated(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    static BigDecimal read(DocumentNode node) {
        BigDecimal value = of(node.value());
        if (value == null) {
            throw node.fault("A number is expected, or a text with a decimal such as \"100.00\".");
        }
        return value;
    }
}
