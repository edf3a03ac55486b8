package dev.agenthub.app.ui.approvals.history;

import dev.agenthub.app.ui.common.HiddenCharacters;
import dev.agenthub.app.ui.common.Messages;
import dev.agenthub.app.ui.common.Moments;
import dev.agenthub.api.RequestDay;
import dev.agenthub.app.ui.common.Shortened;
import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/** Says what an agent did before; values of others are marked, and cut where they are longer than anybody reads. */
final class HistoryWords {
    private static final int LONGEST = 60;

    private final Messages messages = Messages.of(HistoryWords.class);
    private final Moments moments;
    private final DateTimeFormatter day = DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM);

    HistoryWords(Moments moments) {
        this.moments = moments;
    }

    String finding(Finding finding) {
        return switch (finding) {
            case Finding.FirstRun _ -> messages.text("finding.first");
            case Finding.UnusualAmount(Amount amount) when amount.isMoreThanEver() && amount.times().signum() == 0 ->
                messages.text("finding.most", marked(amount.argument()), value(amount, amount.now()));
            case Finding.UnusualAmount(Amount amount) -> messages.text("finding.amount", marked(amount.argument()),
                    value(amount, amount.now()), amount.times().stripTrailingZeros().toPlainString(),
                    value(amount, amount.usual()), amount.before().size());
            case Finding.NewHost(String host, int runs) -> messages.text("finding.host", marked(host), runs);
            case Finding.NewValue(String argument, String value) ->
                messages.text("finding.value", marked(argument), marked(value));
        };
    }

    String value(Amount amount, BigDecimal value) {
        String unit = amount.unit();
        return unit.isEmpty() ? value.toPlainString() : value.toPlainString() + " " + marked(unit);
    }

    String caption(Amount amount) {
        return messages.text("amount.caption", marked(amount.argument()), amount.before().size());
    }

    /** The picture in words. */
    String describe(Amount amount) {
        return messages.text("amount.describe", marked(amount.argument()), value(amount, amount.now()),
                value(amount, amount.usual()), value(amount, amount.least()), value(amount, amount.most()),
                amount.before().size());
    }

    String day(RequestDay requests) {
        return messages.text("day", day.format(requests.day()), requests.requests());
    }

    String days(long all, long most) {
        return messages.text("days.describe", all, most);
    }

    String step(Step step) {
        return messages.text("step." + step.kind(), marked(step.who()));
    }

    String relative(Step step) {
        return moments.relative(step.at());
    }

    String exact(Step step) {
        return moments.exact(step.at());
    }

    private static String marked(String text) {
        return HiddenCharacters.marked(Shortened.to(LONGEST, text));
    }
}
