package dev.agenthub.app.ui.approvals.history;

import dev.agenthub.api.RequestDay;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.text.Shortened;
import dev.agenthub.app.ui.approvals.changes.PlacedValue;
import java.math.BigDecimal;

/** The texts of the history. Values from payloads are shortened, and hidden characters in them are marked. */
final class HistoryText {
    private static final int LONGEST_PLACE = 60;

    private static final Messages MESSAGES = Messages.of(HistoryText.class);
    private final HistoryFindingText findings = new HistoryFindingText();
    private final Moments moments;

    HistoryText(Moments moments) {
        this.moments = moments;
    }

    /** The name of a value on its link. */
    String place(PlacedValue value) {
        return HiddenCharacters.marked(Shortened.inTheMiddle(LONGEST_PLACE, value.place().text()));
    }

    String describe(HistoryFinding finding, PlacedValue value) {
        return MESSAGES.text("word.jump", finding(finding), place(value));
    }

    String finding(HistoryFinding finding) {
        return findings.of(finding);
    }

    String value(Amount amount, BigDecimal value) {
        return findings.value(amount, value);
    }

    String caption(Amount amount) {
        return MESSAGES.text("amount.caption", HistoryFindingText.marked(amount.argument()), amount.before().size());
    }

    /** The chart's accessible text. */
    String describe(Amount amount) {
        return MESSAGES.text("amount.describe", HistoryFindingText.marked(amount.argument()),
                findings.value(amount, amount.now()),
                findings.value(amount, amount.usual()), findings.value(amount, amount.least()),
                findings.value(amount, amount.most()),
                amount.before().size());
    }

    String day(RequestDay requests) {
        return MESSAGES.text("day", Moments.day(requests.day()), requests.requests());
    }

    String days(long all, long most) {
        return MESSAGES.text("days.describe", all, most);
    }

    String step(Step step) {
        return MESSAGES.text("step." + step.kind(), HistoryFindingText.marked(step.who()));
    }

    String relative(Step step) {
        return moments.relative(step.at());
    }

    String exact(Step step) {
        return moments.exact(step.at());
    }
}
