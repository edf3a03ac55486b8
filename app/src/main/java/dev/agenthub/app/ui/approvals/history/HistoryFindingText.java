package dev.agenthub.app.ui.approvals.history;

import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Shortened;
import java.math.BigDecimal;

/** The sentence for each finding. Values from the payload are shortened, and hidden characters in them are marked. */
final class HistoryFindingText {
    private static final int LONGEST = 60;

    private static final Messages MESSAGES = Messages.of(HistoryFindingText.class);

    String of(HistoryFinding finding) {
        return switch (finding) {
            case HistoryFinding.FirstRun _ -> MESSAGES.text("finding.first");
            case HistoryFinding.NewTool _ -> MESSAGES.text("finding.tool");
            case HistoryFinding.FewRuns(int runs) -> MESSAGES.text("finding.few", runs);
            case HistoryFinding.ChangedTool(int runs, int same) -> MESSAGES.text("finding.changed", same, runs);
            case HistoryFinding.UnusualAmount(Amount amount) when amount.isMoreThanEver()
                    && amount.times().signum() == 0 ->
                MESSAGES.text("finding.most", marked(amount.argument()), value(amount, amount.now()));
            case HistoryFinding.UnusualAmount(Amount amount) ->
                MESSAGES.text("finding.amount", marked(amount.argument()),
                        value(amount, amount.now()), amount.times().stripTrailingZeros().toPlainString(),
                        value(amount, amount.usual()), amount.before().size());
            case HistoryFinding.NewHost(String host, int runs) -> MESSAGES.text("finding.host", marked(host), runs);
            case HistoryFinding.NewValue(String argument, String value) ->
                MESSAGES.text("finding.value", marked(argument), marked(value));
        };
    }

    String value(Amount amount, BigDecimal value) {
        String unit = amount.unit();
        return unit.isEmpty() ? value.toPlainString() : value.toPlainString() + " " + marked(unit);
    }

    static String marked(String text) {
        return HiddenCharacters.marked(Shortened.to(LONGEST, text));
    }
}
