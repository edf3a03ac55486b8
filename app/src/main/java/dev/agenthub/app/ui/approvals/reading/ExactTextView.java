package dev.agenthub.app.ui.approvals.reading;

import dev.agenthub.app.ui.common.TaskRunner;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicLong;
import javafx.application.Platform;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.collections.FXCollections;
import javafx.scene.AccessibleRole;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** Shows a payload's exact text in numbered rows of cells, draws only the visible rows, and records which characters were on screen. */
public final class ExactTextView extends StackPane {
    /** In parts of the font size. */
    private static final double ROW = 1.54;
    private static final int READABLE_ROWS = 8;
    private static final int FEWEST_ROWS = 2;
    private static final double PART = 0.75;
    private static final double ROOM_AROUND = 40;
    private static final double FRAME = 16;
    /** More than any window shows: as many are laid out at once, and all others beside the window's thread. */
    public static final int FIRST_ROWS = 250;
    /** Shown before the one that is jumped to. */
    private static final int ROWS_ABOVE = 2;

    private final ListView<Integer> rows = new ListView<>();
    private final Set<Row> cells = Collections.newSetFromMap(new WeakHashMap<>());
    private final CellSample sample = new CellSample();
    private final SeenCharacters seen = new SeenCharacters();
    private final OnScreenCheck check;
    private final DoubleProperty room = new SimpleDoubleProperty();
    private ExactText text = new ExactText("", 0);
    private WideRows wide = new WideRows(text);
    /** Which characters are marked, by their index in the text. */
    private final BitSet marked = new BitSet();
    private @Nullable Span chosen;
    private @Nullable TaskRunner tasks;
    /** Grows with every text that is shown. */
    private final AtomicLong generation = new AtomicLong();
    private boolean layingOut;
    /** What to jump to once its row is laid out. */
    private @Nullable Span awaited;

    /** What a row was drawn of: of the same it is not drawn again. */
    private record Drawn(long generation, int row, List<ExactText.Piece> pieces, List<ExactRow.Ground> grounds,
            double cell, double height) {}

    public ExactTextView() {
        rows.setCellFactory(_ -> {
            Row cell = new Row();
            cells.add(cell);
            return cell;
        });
        rows.getStyleClass().add("exact-text");
        getStylesheets().add(ReadingStyle.ADDRESS);
        getChildren().addAll(sample, rows);
        room.subscribe(_ -> setHeights());
        widthProperty().subscribe(_ -> layOut());
        sample.layoutBoundsProperty().subscribe(_ -> layOut());
        check = OnScreenCheck.on(this, this::noteWhatIsOnScreen);
        // Rows that move on beyond the edge of the pane around would never have been on screen: the pane moves before them.
        rows.addEventFilter(ScrollEvent.SCROLL, turned -> {
            if (turned.getDeltaY() != 0 && Reveal.towards(this, -turned.getDeltaY())) {
                turned.consume();
            }
        });
        rows.addEventFilter(KeyEvent.KEY_PRESSED, pressed -> {
            if (pressed.getCode() == KeyCode.PAGE_DOWN || pressed.getCode() == KeyCode.PAGE_UP) {
                Reveal.inItsPane(this);
            }
        });
    }

    /** Shows {@code whole} from its beginning; no character counts as seen yet. */
    public void show(String whole) {
        show(whole, FoundWarnings.NONE);
    }

    /** Shows {@code whole}, with the places of the warnings marked. */
    public void show(String whole, FoundWarnings warnings) {
        show(whole, true);
        warn(warnings);
    }

    /** Marks the places of the warnings in the text on show. */
    public void warn(FoundWarnings warnings) {
        warnings.markIn(marked);
        redraw();
    }

    /** Marks these places of the text on show as well. */
    public void mark(Collection<Span> places) {
        places.forEach(span -> marked.set(span.start(), span.end()));
        redraw();
    }

    /** Shows rows that this program made, each ended by a line feed, which is not drawn. */
    public void showRows(String made) {
        show(made, false);
    }

    /**
     * Lets {@code runner} lay out the rows beyond the first {@link #FIRST_ROWS} in the background; otherwise all rows are
     * laid out at once.
     */
    public void layOutBy(TaskRunner runner) {
        tasks = runner;
    }

    private void show(String whole, boolean markLineEnds) {
        marked.clear();
        chosen = null;
        awaited = null;
        seen.begin(whole.length());
        generation.incrementAndGet();
        text = ExactText.beginning(whole, text.columns(), markLineEnds, rowsAtOnce());
        setRows();
        layOut();
        rows.scrollTo(0);
    }

    private int rowsAtOnce() {
        return tasks == null ? Integer.MAX_VALUE : FIRST_ROWS;
    }

    /** The number of characters that were not on screen yet. */
    public ReadOnlyIntegerProperty unread() {
        return seen.unread();
    }

    /** The characters that were on screen, by index (UTF-16) in the text. */
    public BitSet seen() {
        return seen.indexes();
    }

    /** Brings a part of the text into the window, as far as the panes around allow, and marks it. */
    public void jumpTo(Span span) {
        chosen = span;
        awaited = text.isWhole() ? null : span;
        int row = text.row(span.start());
        redraw();
        rows.scrollTo(Math.max(0, row - ROWS_ABOVE));
        rows.getFocusModel().focus(row);
        rows.requestFocus();
        // Once the list has moved.
        Platform.runLater(() -> {
            applyCss();
            layout();
            if (rows.lookup(".virtual-flow") instanceof VirtualFlow<?> flow && row < text.rows()) {
                Reveal.inItsPane(flow.getCell(row));
            }
        });
    }

    /** Sets the text that screen readers read for the list. */
    public void describe(String words) {
        rows.setAccessibleText(words);
    }

    public ListView<Integer> list() {
        return rows;
    }

    private double rowHeight() {
        return snapSizeY(sample.getFont().getSize() * ROW);
    }

    /** The height of {@code count} rows in pixels. */
    public double heightOf(int count) {
        return count * rowHeight() + Math.max(FRAME, rows.snappedTopInset() + rows.snappedBottomInset());
    }

    /** The height in pixels of the pane in which this scrolls with other nodes. */
    public DoubleProperty room() {
        return room;
    }

    /**
     * What bytes take of that before anything else does, in pixels: as many rows as stay readable, and no more
     * than the pane, so that all of it can be in the window at once and the wheel leads through it to its end.
     */
    public double leastHeight() {
        return Math.min(Math.max(heightOf(READABLE_ROWS), PART * room.get()),
                Math.max(heightOf(FEWEST_ROWS), room.get()));
    }

    private void setHeights() {
        double all = heightOf(text.rows());
        setMinHeight(Math.min(all, leastHeight()));
        setMaxHeight(all);
    }

    private void layOut() {
        rows.setFixedCellSize(rowHeight());
        if (columns() == text.columns()) {
            redraw();
        } else if (text.rows() <= FIRST_ROWS || tasks == null) {
            text = text.beginning(columns(), rowsAtOnce());
            seen.forgetTimes();
            setRows();
        }
        setHeights();
        layOutRest();
    }

    private int columns() {
        return Math.max(ExactText.FEWEST_COLUMNS,
                (int) ((getWidth() - ExactRow.NUMBER_COLUMNS * sample.cellWidth() - ROOM_AROUND) / sample.cellWidth()));
    }

    private void setRows() {
        wide = new WideRows(text);
        rows.setItems(FXCollections.observableList(new RowNumbers(text.rows())));
    }

    /** One at a time, however often the width changes meanwhile. What is on show stays until then. */
    private void layOutRest() {
        TaskRunner runner = tasks;
        if (runner == null || layingOut || (text.isWhole() && columns() == text.columns())) {
            return;
        }
        layingOut = true;
        runner.afterPaint(() -> layOutWhole(runner));
    }

    private void layOutWhole(TaskRunner runner) {
        int columns = columns();
        ExactText begun = text;
        long question = generation.get();
        runner.run(() -> begun.in(columns, () -> question != generation.get()), whole -> {
            layingOut = false;
            if (question == generation.get()) {
                take(whole);
            }
            layOutRest();
        }, failed -> {
            throw new IllegalStateException(failed.sentence());
        });
    }

    private void take(ExactText whole) {
        boolean sameRows = whole.columns() == text.columns();
        int first = sameRows && rows.lookup(".virtual-flow") instanceof VirtualFlow<?> flow
                && flow.getFirstVisibleCell() != null ? flow.getFirstVisibleCell().getIndex() : 0;
        int focused = rows.getFocusModel().getFocusedIndex();
        text = whole;
        if (!sameRows) {
            seen.forgetTimes();
        }
        setRows();
        setHeights();
        if (sameRows && first > 0) {
            rows.scrollTo(first);
        }
        rows.getFocusModel().focus(focused);
        Span jump = awaited;
        if (jump != null) {
            jumpTo(jump);
        }
    }

    private void noteWhatIsOnScreen() {
        if (seen.unread().get() > 0 && !seen.note(cellsOnScreen(), text, System.nanoTime())) {
            check.again();
        }
    }

    private Set<CellsInRow> cellsOnScreen() {
        Set<CellsInRow> found = new HashSet<>();
        if (rows.lookup(".virtual-flow") instanceof VirtualFlow<?> flow) {
            IndexedCell<?> first = flow.getFirstVisibleCell();
            IndexedCell<?> last = flow.getLastVisibleCell();
            for (int row = first == null ? 0 : first.getIndex(); last != null && row <= last.getIndex()
                    && row < text.rows(); row++) {
                if (!isSeen(row) && flow.getCell(row) instanceof Row cell && cell.shown == row) {
                    BitSet columns = cell.line.columnsOnScreen();
                    if (!columns.isEmpty()) {
                        found.add(new CellsInRow(row, columns));
                    }
                }
            }
        }
        return found;
    }

    private List<ExactRow.Ground> grounds(int row, List<ExactText.Piece> pieces) {
        BitSet places = new BitSet();
        int start = text.start(row);
        int end = text.start(row + 1);
        for (int from = marked.nextSetBit(start); from >= 0 && from < end;) {
            int to = marked.nextClearBit(from);
            places.or(text.cells(pieces, new Span(from, to)));
            from = marked.nextSetBit(to);
        }
        return List.of(new ExactRow.Ground("exact-place", places), new ExactRow.Ground("exact-chosen",
                chosen == null ? new BitSet() : text.cells(pieces, chosen)));
    }

    /** What changed of it: a list that is asked to refresh itself gives every row to another cell. */
    private void redraw() {
        cells.forEach(Row::redraw);
    }

    private boolean isSeen(int row) {
        return seen.contain(text.start(row), text.start(row + 1));
    }

    private final class Row extends ListCell<Integer> {
        private final ExactRow line = new ExactRow();
        private int shown = -1;
        private @Nullable Drawn drawn;

        Row() {
            setAccessibleRole(AccessibleRole.LIST_ITEM);
            // The rows were cut to the width of the list: what one of them took before it became narrower asks for no bar.
            setPrefWidth(0);
        }

        private void redraw() {
            updateItem(getItem(), isEmpty());
        }

        @Override
        protected void updateItem(@Nullable Integer row, boolean empty) {
            super.updateItem(row, empty);
            if (empty || row == null || row >= text.rows()) {
                shown = -1;
                // A cell that the list sets aside comes back soon, and a graphic that stays needs no new style.
                if (getIndex() >= 0) {
                    setGraphic(null);
                }
                return;
            }
            shown = row;
            List<ExactText.Piece> pieces = text.pieces(row);
            Drawn now = new Drawn(generation.get(), row, pieces, grounds(row, pieces), sample.cellWidth(), rowHeight());
            if (!now.equals(drawn)) {
                drawn = now;
                wide.tryOut(row);
                line.show(row + 1,
                        pieces.stream().map(one -> new ExactRow.Drawn(one, text.text(), "exact-plain")).toList(),
                        now.grounds, now.cell, now.height);
            }
            setAccessibleText(String.join("", pieces.stream().map(ExactText.Piece::text).toList()));
            setGraphic(line);
        }
    }
}
