package dev.agenthub.app.ui.approvals.history;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses unambiguous decimal numbers: the digits 0 to 9, at most one decimal point, no exponent and no separators. */
public final class PlainNumber {
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?");

    private PlainNumber() {}

    /** The exact number; null if the text is not a number of this form. */
    public static @Nullable BigDecimal of(@Nullable String text) {
        return text != null && DECIMAL.matcher(text).matches() ? new BigDecimal(text) : null;
    }
}
