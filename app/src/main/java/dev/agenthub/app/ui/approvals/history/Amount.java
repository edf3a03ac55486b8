package dev.agenthub.app.ui.approvals.history;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * A numeric argument of a request and its values in earlier actions that ran.
 *
 * @param argument the argument's name
 * @param now the value in this request
 * @param unit the currency, such as {@code EUR}; empty for none
 * @param before the earlier values, the newest first
 */
record Amount(String argument, BigDecimal now, String unit, List<BigDecimal> before) {
    /** The multiple of the median from which a value is unusual. */
    private static final BigDecimal UNUSUAL = BigDecimal.valueOf(3);

    Amount {
        before = List.copyOf(before);
    }

    /** Whether the value is larger than all earlier ones or a multiple of their median, given enough of them. */
    boolean isUnusual() {
        return before.size() >= AgentHistory.ENOUGH && (isMoreThanEver() || times().compareTo(UNUSUAL) >= 0);
    }

    boolean isMoreThanEver() {
        return before.stream().allMatch(earlier -> earlier.abs().compareTo(now.abs()) < 0);
    }

    /** The median of the earlier absolute values, the upper one of two; there must be at least one value. */
    BigDecimal usual() {
        List<BigDecimal> sorted = before.stream().map(BigDecimal::abs).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** The value divided by the median, rounded to one decimal place; 0 where the median is 0. */
    BigDecimal times() {
        BigDecimal usual = usual();
        return usual.signum() == 0 ? BigDecimal.ZERO : now.abs().divide(usual, 1, RoundingMode.HALF_UP);
    }

    /** The position of {@code value} between the least and the most value, from 0 to 1; 0.5 where these are equal. */
    double place(BigDecimal value) {
        double least = least().doubleValue();
        double most = most().doubleValue();
        return most > least ? (value.doubleValue() - least) / (most - least) : 0.5;
    }

    BigDecimal least() {
        return before.stream().reduce(now, BigDecimal::min);
    }

    BigDecimal most() {
        return before.stream().reduce(now, BigDecimal::max);
    }
}
