package dev.agenthub.app.ui.approvals.batch;

import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Shortened;
import dev.agenthub.app.ui.approvals.request.StatedAmount;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Says how much the selected requests are about: an exact sum for each tool and currency, and how many requests are in no sum.
 * Negative amounts are summed separately, so that they do not make another sum look small.
 */
final class BatchAmounts {
    /** Sums below each other that a person still reads. */
    private static final int MOST = 5;
    private static final int LONGEST = 24;

    private static final Messages MESSAGES = Messages.of(BatchAmounts.class);

    private record Kind(String tool, String currency, boolean negative) {
        static final Comparator<Kind> ORDER = Comparator.comparing(Kind::tool).thenComparing(Kind::currency)
                .thenComparing(Kind::negative);
    }

    private record Sum(int requests, BigDecimal value) {
        static final Sum NONE = new Sum(0, BigDecimal.ZERO);

        Sum and(BigDecimal more) {
            return new Sum(requests + 1, value.add(more));
        }
    }

    /** Returns one line for each sum and one for the requests without; none if no amount is known. */
    List<String> lines(List<BatchRow> rows) {
        Map<Kind, Sum> sums = new TreeMap<>(Kind.ORDER);
        int without = 0;
        int unclear = 0;
        int unread = 0;
        for (BatchRow row : rows) {
            switch (row.amount()) {
                case StatedAmount.Exactly(BigDecimal value, String currency) -> sums.merge(
                        new Kind(row.request().asks(), currency, value.signum() < 0), Sum.NONE.and(value),
                        (one, other) -> one.and(other.value()));
                case StatedAmount.None _ -> without++;
                case StatedAmount.Unclear _ -> unclear++;
                case null -> unread++;
            }
        }
        if (sums.isEmpty() && unclear == 0) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(sums.entrySet().stream().limit(MOST)
                .map(sum -> line(sum.getKey(), sum.getValue())).toList());
        if (sums.size() > MOST) {
            lines.add(MESSAGES.text("batch.amounts.more", sums.size() - MOST));
        }
        List<String> rest = new ArrayList<>();
        add(rest, "batch.amounts.without", without);
        add(rest, "batch.amounts.unclear", unclear);
        add(rest, "batch.amounts.unread", unread);
        if (!rest.isEmpty()) {
            lines.add(String.join(" ", rest));
        }
        return lines;
    }

    private String line(Kind kind, Sum sum) {
        String value = kind.currency().isEmpty()
                ? sum.value().toPlainString()
                : MESSAGES.text("batch.amounts.value", sum.value().toPlainString(), shown(kind.currency()));
        return MESSAGES.text("batch.amounts.sum", shown(kind.tool()), value, sum.requests());
    }

    private static String shown(String text) {
        return Shortened.to(LONGEST, HiddenCharacters.marked(text));
    }

    private void add(List<String> rest, String key, int requests) {
        if (requests > 0) {
            rest.add(MESSAGES.text(key, requests));
        }
    }
}
