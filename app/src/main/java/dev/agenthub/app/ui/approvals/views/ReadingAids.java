package dev.agenthub.app.ui.approvals.views;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.approvals.changes.Place;
import dev.agenthub.app.ui.approvals.reading.HexRows;
import dev.agenthub.app.ui.approvals.reading.ReadableText;
import dev.agenthub.app.ui.approvals.request.ExactPayload;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.TextControls;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.NodeOrientation;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeView;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The views of a payload beside the exact one, each made when it is first opened. What they show does not count as seen. */
public final class ReadingAids extends StackPane {
    private static final int HEX_ROW = 16;
    private static final Messages MESSAGES = Messages.of(ReadingAids.class);

    private final ListView<ReadableText> texts = new ListView<>();
    private final TreeView<TreeRow> tree = new TreeView<>();
    private final ListView<String> hex = new ListView<>();
    private final ChangesPane changes = new ChangesPane();
    private @Nullable ChangesViewModel changesModel;
    private TreeMarks marks = new TreeMarks(null, Map.of());
    private @Nullable ExactPayload payload;

    public ReadingAids() {
        texts.setId("request-read");
        texts.setCellFactory(_ -> new TextCell());
        tree.setId("request-tree");
        tree.setShowRoot(false);
        tree.setCellFactory(_ -> new TreeRowCell(() -> marks));
        hex.setId("request-hex");
        hex.getStyleClass().add("mono");
        List.of(texts, tree, hex, changes).forEach(view -> view.getStyleClass().add("reading-aid"));
        texts.setAccessibleText(note(PayloadView.READ));
        tree.setAccessibleText(note(PayloadView.TREE));
        hex.setAccessibleText(note(PayloadView.HEX));
        getChildren().addAll(texts, tree, hex, changes);
        show(PayloadView.EXACT);
    }

    /** A sentence that says what a view shows, and whether it is exact. */
    public static String note(PayloadView view) {
        return MESSAGES.text("view.note." + view.name());
    }

    /** Shows the differences that {@code model} finds; the button for the earlier request calls {@code shows} with its id. */
    public void follow(ChangesViewModel model, RequestText wording, Consumer<UUID> shows) {
        changesModel = model;
        model.content().subscribe(content -> changes.show(content, wording, shows));
        model.marks().subscribe(now -> {
            marks = now;
            tree.refresh();
        });
    }

    /** Drops the views of the previous payload and takes another one; null for none. */
    public void of(@Nullable ExactPayload other) {
        payload = other;
        texts.setItems(FXCollections.observableArrayList());
        tree.setRoot(null);
        hex.setItems(FXCollections.observableArrayList());
        if (changesModel != null) {
            changesModel.of(other);
        }
    }

    /** Shows one of the views; hides them all for {@link PayloadView#EXACT}. */
    public void show(PayloadView view) {
        if (payload != null) {
            fill(view, payload);
        }
        if (changesModel != null && List.of(PayloadView.TREE, PayloadView.CHANGES).contains(view)) {
            changesModel.look();
        }
        Shown.set(texts, view == PayloadView.READ);
        Shown.set(tree, view == PayloadView.TREE);
        Shown.set(hex, view == PayloadView.HEX);
        Shown.set(changes, view == PayloadView.CHANGES);
        Shown.set(this, view != PayloadView.EXACT);
    }

    private void fill(PayloadView view, ExactPayload shown) {
        switch (view) {
            case READ -> {
                if (texts.getItems().isEmpty()) {
                    texts.setItems(FXCollections.observableList(ReadableText.in(shown.json())));
                }
            }
            case TREE -> {
                if (tree.getRoot() == null) {
                    tree.setRoot(new Item(new TreeRow("", TreeRow.Scope.of(Place.WHOLE), false,
                            () -> TreeRow.of(shown.json()))));
                    List<TreeItem<TreeRow>> first = tree.getRoot().getChildren();
                    first.subList(0, first.size() - 1).forEach(item -> item.setExpanded(true));
                }
            }
            case HEX -> {
                if (hex.getItems().isEmpty()) {
                    hex.setItems(rows(new HexRows(shown.text().getBytes(StandardCharsets.UTF_8), HEX_ROW)));
                }
            }
            case CHANGES, EXACT -> {
                // What differs is asked for below; the other is not one of them.
            }
        }
    }

    private static ObservableList<String> rows(HexRows rows) {
        return FXCollections.observableList(new AbstractList<>() {
            @Override
            public String get(int index) {
                return rows.row(index);
            }

            @Override
            public int size() {
                return rows.count();
            }
        });
    }

    /** Has what is below it made when it is opened. */
    private static final class Item extends TreeItem<TreeRow> {
        private boolean made;

        Item(TreeRow row) {
            super(row);
        }

        @Override
        public boolean isLeaf() {
            return !getValue().opens();
        }

        @Override
        public ObservableList<TreeItem<TreeRow>> getChildren() {
            ObservableList<TreeItem<TreeRow>> children = super.getChildren();
            if (!made) {
                made = true;
                children.setAll(getValue().rowsBelow().stream().map(Item::new).toList());
            }
            return children;
        }
    }

    private static final class TextCell extends ListCell<ReadableText> {
        private final Label place = TextControls.wrapped("", "text-small", "text-muted");
        private final Label text = TextControls.wrapped("");
        private final Label left = TextControls.wrapped("", "text-small", "text-muted");
        private final VBox all = new VBox(place, text, left);

        TextCell() {
            all.setFillWidth(true);
            text.setMaxWidth(Double.MAX_VALUE);
            // As wide as the list, so that they go on in the next line.
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable ReadableText one, boolean empty) {
            super.updateItem(one, empty);
            if (empty || one == null) {
                setGraphic(null);
                return;
            }
            place.setText(one.place());
            text.setText(one.text());
            text.setNodeOrientation(
                    one.rightToLeft() ? NodeOrientation.RIGHT_TO_LEFT : NodeOrientation.LEFT_TO_RIGHT);
            left.setText(MESSAGES.text("read.left", one.left()));
            Shown.set(left, one.left() > 0);
            setGraphic(all);
        }
    }
}
