package dev.agenthub.app.ui.verify;

import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.TextControls;
import dev.agenthub.evidence.verify.report.Finding;
import java.util.List;
import java.util.function.LongConsumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Lists the findings, each with a button that shows its entry. */
final class FindingRows {
    private static final int SHOWN = 50;

    private final Messages words;
    private final LongConsumer showEntry;

    FindingRows(Messages words, LongConsumer showEntry) {
        this.words = words;
        this.showEntry = showEntry;
    }

    /** The id of the button that shows this entry. */
    static String button(long seq) {
        return "verify-show-entry-" + seq;
    }

    void show(List<Finding> findings, VBox list, Label more) {
        list.getChildren().setAll(findings.stream().limit(SHOWN).map(this::row).toList());
        Shown.set(list, !findings.isEmpty());
        Shown.set(more, findings.size() > SHOWN);
        more.setText(words.text("findings.more", findings.size() - SHOWN));
    }

    private Node row(Finding finding) {
        var code = new Label(finding.code());
        code.getStyleClass().addAll("mono", "code");
        var message = new Label(HiddenCharacters.marked(finding.message()));
        message.setWrapText(true);
        HBox.setHgrow(message, Priority.ALWAYS);
        message.setMaxWidth(Double.MAX_VALUE);
        var row = new HBox(code, message);
        row.getStyleClass().addAll("finding", finding.isWarning() ? "warning" : "fault");
        Long seq = finding.seq();
        if (seq != null) {
            Button show = TextControls.small(words.text("findings.show", seq), button(seq));
            show.setOnAction(_ -> showEntry.accept(seq));
            row.getChildren().add(show);
        }
        return row;
    }
}
