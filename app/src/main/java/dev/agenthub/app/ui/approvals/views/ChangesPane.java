package dev.agenthub.app.ui.approvals.views;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.approvals.reading.CellLines;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.TextControls;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Lists what differs from the agent's last similar action that ran, in cells like the exact text; names that action above. */
final class ChangesPane extends VBox {
    /** Of the list, for its bar and the edges of a cell. */
    private static final double ROOM_AROUND = 36;
    private static final Messages MESSAGES = Messages.of(ChangesPane.class);

    private final Label against = TextControls.wrapped("");
    private final Hyperlink open = new Hyperlink(MESSAGES.text("changes.open"));
    private final HBox head = new HBox(12, against, open);
    private final Label state = TextControls.wrapped("", "text-muted");
    private final ListView<ChangeRow> rows = new ListView<>();

    ChangesPane() {
        setId("request-changes");
        getStyleClass().add("changes");
        against.setId("request-changes-against");
        open.setId("request-changes-open");
        open.setMinWidth(USE_PREF_SIZE);
        state.setId("request-changes-state");
        rows.setId("request-changes-rows");
        rows.setCellFactory(_ -> new Cell());
        rows.setAccessibleText(ReadingAids.note(PayloadView.CHANGES));
        rows.setMinHeight(0);
        head.setAlignment(Pos.BASELINE_LEFT);
        head.setMinHeight(USE_PREF_SIZE);
        HBox.setHgrow(against, Priority.ALWAYS);
        VBox.setVgrow(rows, Priority.ALWAYS);
        getChildren().addAll(head, state, rows);
    }

    /** Shows {@code content}; the button for the earlier request calls {@code shows} with its id. */
    void show(ChangesContent content, RequestText wording, Consumer<UUID> shows) {
        Shown.set(head, content instanceof ChangesContent.Against);
        Shown.set(rows, content instanceof ChangesContent.Against);
        Shown.set(state, !(content instanceof ChangesContent.Against));
        state.setGraphic(content instanceof ChangesContent.Untrue || content instanceof ChangesContent.Unlike
                ? new FontIcon(Feather.ALERT_OCTAGON)
                : null);
        switch (content) {
            case ChangesContent.Against(OpenRequest earlier, var _, var found) -> {
                against.setText(wording.against(earlier));
                against.setTooltip(new Tooltip(wording.ranExactly(earlier)));
                open.setAccessibleText(MESSAGES.text("word.open", wording.title(earlier.detail().summary())));
                open.setOnAction(_ -> shows.accept(earlier.id()));
                rows.setItems(FXCollections.observableList(found));
                rows.scrollTo(0);
            }
            case ChangesContent.Waiting _ -> state.setText(MESSAGES.text("changes.waiting"));
            case ChangesContent.NoAction _ -> state.setText(MESSAGES.text("changes.noaction"));
            case ChangesContent.NothingAlike(int runs) -> state.setText(MESSAGES.text("changes.nothingalike", runs));
            case ChangesContent.Failed(var failure) ->
                state.setText(MESSAGES.text("changes.failed", failure.sentence()));
            case ChangesContent.Untrue _ -> state.setText(MESSAGES.text("changes.untrue"));
            case ChangesContent.Unlike _ -> state.setText(MESSAGES.text("changes.unlike"));
        }
    }

    /** As high as what it holds is in its own width, which a cell does not ask. */
    private static final class Line extends HBox {
        Line(Node... held) {
            super(8, held);
        }

        @Override
        protected double computePrefHeight(double width) {
            return super.computePrefHeight(width < 0 ? getPrefWidth() : width);
        }
    }

    private static final class Cell extends ListCell<ChangeRow> {
        private final Label wording = TextControls.wrapped("");
        private final Line sentence = new Line(wording);
        private final Label kind = new Label();
        private final CellLines lines = new CellLines();
        private final Line change = new Line(kind, lines);

        Cell() {
            for (Line line : List.of(sentence, change)) {
                line.prefWidthProperty().bind(listViewProperty()
                        .flatMap(list -> list.widthProperty()).map(width -> width.doubleValue() - ROOM_AROUND)
                        .orElse(0.0));
            }
            HBox.setHgrow(wording, Priority.ALWAYS);
            kind.getStyleClass().add("change-kind");
            kind.setMinWidth(USE_PREF_SIZE);
            HBox.setHgrow(lines, Priority.ALWAYS);
            // As wide as the list, so that they go on in the next line.
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable ChangeRow row, boolean empty) {
            super.updateItem(row, empty);
            switch (empty ? null : row) {
                case ChangeRow.Words(String text, boolean heading) -> {
                    wording.setText(text);
                    wording.getStyleClass().setAll("label", heading ? "caption" : "text-muted");
                    setGraphic(sentence);
                    setAccessibleText(text);
                }
                case ChangeRow.Of(var what, var parts, String spoken) -> {
                    kind.setText(MESSAGES.text("change." + what.name()));
                    kind.setGraphic(new FontIcon(switch (what) {
                        case CHANGED -> Feather.EDIT_2;
                        case ADDED -> Feather.PLUS;
                        case REMOVED -> Feather.MINUS;
                    }));
                    lines.show(parts, spoken);
                    setGraphic(change);
                    setAccessibleText(spoken);
                }
                case null -> {
                    setGraphic(null);
                    setAccessibleText(null);
                }
            }
        }
    }
}
