package dev.agenthub.app.ui.approvals.history;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers of arguments that everybody reads alike: digits from 0 to 9, at most one point, and no exponent. */
public final class PlainNumber {
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?");

    private PlainNumber() {}

    /** The number exactly, null where the text is not one. */
    public static @Nullable BigDecimal of(@Nullable String text) {
        return text != null && DECIMAL.matcher(text).matches() ? new BigDecimal(text) : null;
    }
}
