package dev.agenthub.app.ui.approvals;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.app.ui.common.Messages;
import java.util.Locale;
import java.util.function.IntConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** One row of the inbox: what, how risky, how far, how long. */
final class RequestCell extends ListCell<RequestSummary> {
    private static final Messages MESSAGES = Messages.of(RequestCell.class);

    private static final double ROOM_AROUND = 54;

    private final RequestWords words;
    private final IntConsumer sight;
    private final Label title = new Label();
    private final Label risk = new Label();
    private final Label progress = new Label();
    private final Label when = new Label();
    private final VBox box;

    /**
     * Makes a row.
     *
     * @param sight told the place of each row that is drawn
     */
    RequestCell(RequestWords words, IntConsumer sight) {
        this.words = words;
        this.sight = sight;
        title.getStyleClass().add("row-title");
        title.setWrapText(true);
        title.setMinHeight(USE_PREF_SIZE);
        risk.setMinWidth(Region.USE_PREF_SIZE);
        progress.getStyleClass().addAll("text-small", "dots");
        progress.setMinWidth(Region.USE_PREF_SIZE);
        when.getStyleClass().addAll("text-small", "text-muted");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox second = new HBox(10, risk, progress, gap, when);
        second.setAlignment(Pos.CENTER_LEFT);
        box = new VBox(4, title, second);
        box.getStyleClass().add("row");
        setPrefWidth(0);
        // The width is what makes a long title wrap instead of ending in dots.
        listViewProperty().subscribe(list -> {
            if (list != null) {
                title.prefWidthProperty().bind(list.widthProperty().subtract(ROOM_AROUND));
            }
        });
    }

    @Override
    protected void updateItem(@Nullable RequestSummary row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setGraphic(null);
            setId(null);
            setAccessibleText("");
            return;
        }
        sight.accept(getIndex());
        setId("request-row-" + row.request());
        title.setText(words.title(row));
        setTooltip(new Tooltip(words.who(row)));
        risk.setText(words.risk(row));
        risk.getStyleClass().setAll("label", "text-small", "row-risk",
                "risk-" + row.risk().name().toLowerCase(Locale.ROOT));
        boolean pending = row.state() == RequestState.PENDING;
        progress.setText(pending
                ? Dots.of(row.approvals(), row.approvalsNeeded())
                : MESSAGES.text("inbox.state." + row.state().name()));
        when.setText(words.moment(row));
        setAccessibleText(title.getText() + ", " + risk.getText() + ", "
                + words.progress(row.approvals(), row));
        setGraphic(box);
    }
}
