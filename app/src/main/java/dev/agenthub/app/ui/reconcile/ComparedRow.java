package dev.agenthub.app.ui.reconcile;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.TextControls;
import dev.agenthub.app.ui.common.WrappingRow;
import dev.agenthub.app.ui.reconcile.ReconciliationResult.Row;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A row of a list with details that expand below it. */
final class ComparedRow extends VBox {
    private static final Messages MESSAGES = Messages.of(ComparedRow.class);

    ComparedRow(Row row, String id) {
        getStyleClass().add("row");
        Label said = TextControls.wrapped(row.said());
        if (row.bad()) {
            said.getStyleClass().add("bad");
            said.setGraphic(new FontIcon(Feather.ALERT_TRIANGLE));
        }
        VBox details = new VBox();
        details.setId(id + "-details");
        row.details().forEach(line -> details.getChildren().add(TextControls.wrapped(line, "text-small")));
        Shown.set(details, false);
        Button open = TextControls.small(MESSAGES.text("word.details"), id);
        open.getStyleClass().add("flat");
        open.setAccessibleText(MESSAGES.text("row.describe", row.said()));
        open.setOnAction(_ -> {
            Shown.set(details, !details.isVisible());
            open.setText(MESSAGES.text(details.isVisible() ? "word.details.fewer" : "word.details"));
        });
        WrappingRow line = new WrappingRow();
        line.setSpacing(12);
        line.getChildren().addAll(said, open);
        getChildren().addAll(line, details);
    }
}
