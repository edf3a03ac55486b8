package dev.agenthub.app.ui.approvals.history;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * A number of a request beside what it was in earlier actions that ran.
 *
 * @param argument its name
 * @param unit such as {@code EUR}; empty for none
 * @param before the newest first
 */
record Amount(String argument, BigDecimal now, String unit, List<BigDecimal> before) {
    private static final BigDecimal UNUSUAL = BigDecimal.valueOf(3);

    Amount {
        before = List.copyOf(before);
    }

    /** Whether it is more than is usual. */
    boolean isUnusual() {
        return before.size() >= AgentHistory.ENOUGH && (isMoreThanEver() || times().compareTo(UNUSUAL) >= 0);
    }

    boolean isMoreThanEver() {
        return before.stream().allMatch(earlier -> earlier.abs().compareTo(now.abs()) < 0);
    }

    /** What stands in the middle of the earlier ones, of which there are some. */
    BigDecimal usual() {
        List<BigDecimal> sorted = before.stream().map(BigDecimal::abs).sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** How many times the usual it is, to one digit after the point; 0 where the usual is nothing. */
    BigDecimal times() {
        BigDecimal usual = usual();
        return usual.signum() == 0 ? BigDecimal.ZERO : now.abs().divide(usual, 1, RoundingMode.HALF_UP);
    }

    /** Where {@code value} stands between the smallest and the largest there are, from 0 to 1. */
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
