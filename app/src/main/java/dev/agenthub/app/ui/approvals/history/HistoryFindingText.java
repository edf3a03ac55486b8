package dev.agenthub.app.ui.approvals.history;

import dev.agenthub.app.ui.common.HiddenCharacters;
import dev.agenthub.app.ui.common.Messages;
import dev.agenthub.app.ui.common.Shortened;
import java.math.BigDecimal;

/** Says what is unusual; values of others are marked, and cut where they are longer than anybody reads. */
final class HistoryFindingText {
    private static final int LONGEST = 60;

    private final Messages messages = Messages.of(HistoryFindingText.class);

    String of(HistoryFinding finding) {
        return switch (finding) {
            case HistoryFinding.FirstRun _ -> messages.text("finding.first");
            case HistoryFinding.NewTool _ -> messages.text("finding.tool");
            case HistoryFinding.FewRuns(int runs) -> messages.text("finding.few", runs);
            case HistoryFinding.ChangedTool(int runs, int same) -> messages.text("finding.changed", same, runs);
            case HistoryFinding.UnusualAmount(Amount amount) when amount.isMoreThanEver()
                    && amount.times().signum() == 0 ->
                messages.text("finding.most", marked(amount.argument()), value(amount, amount.now()));
            case HistoryFinding.UnusualAmount(Amount amount) ->
                messages.text("finding.amount", marked(amount.argument()),
                        value(amount, amount.now()), amount.times().stripTrailingZeros().toPlainString(),
                        value(amount, amount.usual()), amount.before().size());
            case HistoryFinding.NewHost(String host, int runs) -> messages.text("finding.host", marked(host), runs);
            case HistoryFinding.NewValue(String argument, String value) ->
                messages.text("finding.value", marked(argument), marked(value));
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
