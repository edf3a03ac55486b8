package dev.agenthub.app.ui.approvals.batch;

import dev.agenthub.app.text.Hashes;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.common.Shown;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** One request of the batch: title, risk, hash of its payload, and the state of its decision. */
final class BatchCell extends ListCell<BatchRow> {
    private static final double ROOM_AROUND = 20;
    /** So that hashes stand below each other. */
    private static final double RISK_WIDTH = 82;
    private static final PseudoClass GOOD = PseudoClass.getPseudoClass("good");
    private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");

    private final BatchViewModel model;
    private final RequestText wording;
    private final BatchText batchWording;
    private final Label title = wrapped("row-title");
    private final Label who = wrapped("text-small", "text-muted");
    private final Label risk = fixed();
    private final Label hash = fixed("mono", "batch-hash");
    private final Label shown = fixed("text-small");
    private final FontIcon shownIcon = new FontIcon();
    private final Label outcome = wrapped("text-small", "batch-outcome");
    private final FontIcon outcomeIcon = new FontIcon();
    private final VBox box;

    BatchCell(BatchViewModel model, RequestText wording, BatchText batchWording) {
        this.model = model;
        this.wording = wording;
        this.batchWording = batchWording;
        risk.setPrefWidth(RISK_WIDTH);
        shown.setGraphic(shownIcon);
        outcome.setGraphic(outcomeIcon);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox facts = new HBox(12, risk, hash, gap, shown);
        facts.setAlignment(Pos.CENTER_LEFT);
        box = new VBox(4, title, who, facts, outcome);
        box.getStyleClass().add("batch-row");
        setPrefWidth(0);
        // The width is what makes long lines wrap instead of ending in dots.
        listViewProperty().subscribe(list -> {
            if (list != null) {
                box.prefWidthProperty().bind(list.widthProperty().subtract(ROOM_AROUND));
                box.maxWidthProperty().bind(list.widthProperty().subtract(ROOM_AROUND));
            }
        });
    }

    private static Label wrapped(String... styles) {
        Label label = fixed(styles);
        label.setWrapText(true);
        label.setMinWidth(0);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }

    private static Label fixed(String... styles) {
        Label label = new Label();
        label.getStyleClass().addAll(styles);
        label.setMinWidth(USE_PREF_SIZE);
        return label;
    }

    @Override
    protected void updateItem(@Nullable BatchRow row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setGraphic(null);
            setId(null);
            setAccessibleText("");
            return;
        }
        setId("batch-row-" + row.id());
        title.setText(wording.title(row.request()));
        who.setText(wording.who(row.request()));
        risk.setText(wording.risk(row.request()));
        risk.getStyleClass().setAll("label", "text-small", "row-risk",
                "risk-" + row.request().risk().name().toLowerCase(Locale.ROOT));
        hash.setText(Hashes.shortened(row.request().payloadHash()));
        hash.setTooltip(new Tooltip(RequestText.chunks(row.request().payloadHash())));
        shown.setText(batchWording.shown(row));
        shownIcon.setIconCode(row.shownWhole() ? Feather.EYE : Feather.EYE_OFF);
        outcome.setId("batch-outcome-" + row.id());
        outcome.setText(batchWording.outcome(row, model.decision()));
        outcomeIcon.setIconCode(icon(row.state()));
        outcome.pseudoClassStateChanged(GOOD, row.state() == BatchRow.State.SENT);
        outcome.pseudoClassStateChanged(BAD, row.state() == BatchRow.State.REFUSED);
        Shown.set(outcome, !outcome.getText().isEmpty());
        setAccessibleText(String.join(", ", title.getText(), who.getText(), risk.getText(), shown.getText(),
                outcome.getText()));
        setGraphic(box);
    }

    private static Feather icon(BatchRow.State state) {
        return switch (state) {
            case OPEN, WAITING -> Feather.CLOCK;
            case SIGNING -> Feather.EDIT_3;
            case SENDING -> Feather.SEND;
            case SENT -> Feather.CHECK;
            case REFUSED -> Feather.X_CIRCLE;
            case UNCONFIRMED -> Feather.HELP_CIRCLE;
            case UNSENT -> Feather.SLASH;
        };
    }
}
