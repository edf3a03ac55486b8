package dev.agenthub.app.ui.approvals;

import dev.agenthub.app.ui.common.Fonts;
import java.util.BitSet;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.geometry.NodeOrientation;
import javafx.scene.AccessibleRole;
import javafx.scene.Scene;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** Shows a payload's exact text in numbered rows, only as many as fit, and knows which of it was on screen. */
public final class ExactTextView extends StackPane {
    private static final double ROW_HEIGHT = 20;
    private static final double NUMBER_WIDTH = 48;
    private static final double ROOM_AROUND = 40;
    private static final double FRAME = 16;

    private final ListView<Integer> rows = new ListView<>();
    private final ReadOnlyIntegerWrapper unread = new ReadOnlyIntegerWrapper();
    private final double columnWidth = Fonts.monoColumnWidth();
    private final Runnable afterLayout = this::noteWhatIsOnScreen;
    private final BitSet seen = new BitSet();
    private ExactText text = new ExactText("", 0);

    public ExactTextView() {
        rows.setFixedCellSize(ROW_HEIGHT);
        rows.setCellFactory(_ -> new Row());
        rows.getStyleClass().add("exact-text");
        getChildren().add(rows);
        widthProperty().subscribe(_ -> layOut());
        sceneProperty().subscribe((before, now) -> watch(before, now));
    }

    /** Shows {@code whole} from its beginning; nothing of it was seen. */
    void show(String whole) {
        show(new ExactText(whole, text.columns(), true));
    }

    /** Shows rows that this program made, each ended by a line feed, which is not drawn. */
    void showRows(String made) {
        show(new ExactText(made, text.columns(), false));
    }

    private void show(ExactText next) {
        seen.clear();
        unread.set(next.text().length());
        text = next;
        layOut();
        rows.scrollTo(0);
    }

    /** How many characters were never on screen. */
    ReadOnlyIntegerProperty unread() {
        return unread.getReadOnlyProperty();
    }

    /** Which characters were on screen, by their index in the text. */
    BitSet seen() {
        return (BitSet) seen.clone();
    }

    /** What screen readers say of the list. */
    void describe(String words) {
        rows.setAccessibleText(words);
    }

    ListView<Integer> list() {
        return rows;
    }

    private void layOut() {
        int columns = (int) ((getWidth() - NUMBER_WIDTH - ROOM_AROUND) / columnWidth);
        if (columns != text.columns() || rows.getItems().size() != text.rows()) {
            text = text.in(columns);
            rows.setItems(FXCollections.observableList(IntStream.range(0, text.rows()).boxed().toList()));
        } else {
            rows.refresh();
        }
        setMaxHeight(Math.max(getMinHeight(), text.rows() * ROW_HEIGHT + FRAME));
    }

    private void watch(@Nullable Scene before, @Nullable Scene now) {
        if (before != null) {
            before.removePostLayoutPulseListener(afterLayout);
        }
        if (now != null) {
            now.addPostLayoutPulseListener(afterLayout);
        }
    }

    private void noteWhatIsOnScreen() {
        Scene scene = getScene();
        if (unread.get() == 0 || scene == null || scene.getWindow() == null || !scene.getWindow().isShowing()
                || !(rows.lookup(".virtual-flow") instanceof VirtualFlow<?> flow)) {
            return;
        }
        IndexedCell<?> first = flow.getFirstVisibleCell();
        IndexedCell<?> last = flow.getLastVisibleCell();
        if (first == null || last == null || last.getIndex() >= text.rows()) {
            return;
        }
        for (int row = first.getIndex(); row <= last.getIndex(); row++) {
            if (flow.getCell(row) instanceof Row cell && OnScreen.isWhole(cell.line)) {
                seen.set(text.start(row), text.start(row + 1));
            }
        }
        unread.set(text.text().length() - seen.cardinality());
    }

    /** A number and the row's pieces, each on its own so that no piece can turn its neighbours around. */
    private final class Row extends ListCell<Integer> {
        private final Label number = new Label();
        private final HBox pieces = new HBox();
        private final HBox line = new HBox(number, pieces);

        Row() {
            number.getStyleClass().addAll("mono", "exact-number");
            number.setMinWidth(NUMBER_WIDTH);
            number.setPrefWidth(NUMBER_WIDTH);
            line.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
            setAccessibleRole(AccessibleRole.LIST_ITEM);
        }

        @Override
        protected void updateItem(@Nullable Integer row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null || row >= text.rows()) {
                setGraphic(null);
                setAccessibleText("");
                return;
            }
            number.setText(Integer.toString(row + 1));
            pieces.getChildren().setAll(text.pieces(row).stream().map(Row::label).toList());
            setAccessibleText(String.join("", text.pieces(row).stream().map(ExactText.Piece::text).toList()));
            setGraphic(line);
        }

        private static Label label(ExactText.Piece piece) {
            Label label = new Label(piece.text());
            label.setMinWidth(USE_PREF_SIZE);
            label.getStyleClass().addAll("mono", piece.kind() == ExactText.Kind.MARK ? "exact-mark" : "exact-plain");
            return label;
        }
    }
}
