package dev.agenthub.app.ui.approvals.reading;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;

/** Draws a sequence of texts in cells, like {@link ExactText}, wrapped into as many rows as needed. */
public final class CellLines extends Region {
    private static final double ROW = 1.7;
    private static final int FEWEST_COLUMNS = 20;

    private final CellSample sample = new CellSample();
    private List<Part> parts = List.of();

    /**
     * A text in one style.
     *
     * @param style the style class of its characters
     * @param ground the style class of its background or border; empty for none
     * @param ours whether it is text of this program, in which nothing is marked and a line feed ends the row
     */
    public record Part(String text, String style, String ground, boolean ours) {
        public static Part of(String text, String style) {
            return new Part(text, style, "", false);
        }

        public static Part on(String ground, String text, String style) {
            return new Part(text, style, ground, false);
        }

        public static Part words(String text, String style) {
            return new Part(text, style, "", true);
        }
    }

    private static final class Row {
        private final List<ExactRow.Drawn> drawn = new ArrayList<>();
        private final Map<String, BitSet> grounds = new LinkedHashMap<>();
        private int columns;

        void add(Part part, ExactText.Piece piece, String whole) {
            drawn.add(new ExactRow.Drawn(piece.at(columns), whole, part.style()));
            int from = columns;
            columns += piece.columns();
            if (!part.ground().isEmpty()) {
                grounds.computeIfAbsent(part.ground(), _ -> new BitSet()).set(from, columns);
            }
        }

        List<ExactRow.Ground> drawnGrounds() {
            return grounds.entrySet().stream().map(ground -> new ExactRow.Ground(ground.getKey(), ground.getValue()))
                    .toList();
        }
    }

    public CellLines() {
        setAccessibleRole(AccessibleRole.TEXT);
        getStylesheets().add(ReadingStyle.ADDRESS);
        getChildren().add(sample);
        setMinHeight(USE_PREF_SIZE);
        sample.layoutBoundsProperty().subscribe(this::requestLayout);
    }

    /** Replaces the texts; screen readers read {@code spoken}. */
    public void show(List<Part> shown, String spoken) {
        parts = List.copyOf(shown);
        setAccessibleText(spoken);
        requestLayout();
    }

    private double rowHeight() {
        return snapSizeY(sample.getFont().getSize() * ROW);
    }

    private int columns(double width) {
        return Math.max(FEWEST_COLUMNS,
                (int) ((width - snappedLeftInset() - snappedRightInset()) / sample.cellWidth()));
    }

    /** Lays out each part separately, so that no repetition extends into the next part. */
    private List<Row> rows(int columns) {
        List<Row> rows = new ArrayList<>(List.of(new Row()));
        for (Part part : parts) {
            if (part.ours()) {
                addWords(part, columns, rows);
                continue;
            }
            ExactText exact = new ExactText(part.text(), Integer.MAX_VALUE);
            for (int line = 0; line < exact.rows(); line++) {
                exact.pieces(line).forEach(whole -> add(part, exact, whole, columns, rows));
            }
        }
        return rows;
    }

    private static void addWords(Part part, int columns, List<Row> rows) {
        String[] lines = part.text().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (i > 0) {
                rows.add(new Row());
            }
            if (!lines[i].isEmpty()) {
                int cells = lines[i].codePointCount(0, lines[i].length());
                add(part, new ExactText(lines[i], Integer.MAX_VALUE),
                        new ExactText.Piece(ExactText.Kind.PLAIN, lines[i], 0, cells, 0, lines[i].length()), columns,
                        rows);
            }
        }
    }

    private static void add(Part part, ExactText exact, ExactText.Piece whole, int columns, List<Row> rows) {
        for (ExactText.Piece piece : exact.cut(whole, columns - rows.getLast().columns, columns)) {
            if (rows.getLast().columns + piece.columns() > columns) {
                rows.add(new Row());
            }
            rows.getLast().add(part, piece, exact.text());
        }
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefWidth(double height) {
        int columns = rows(Integer.MAX_VALUE).stream().mapToInt(row -> row.columns).max().orElse(0);
        // Half a cell more, so that rounding does not wrap the last cell.
        return snappedLeftInset() + snappedRightInset() + Math.ceil((columns + 0.5) * sample.cellWidth());
    }

    @Override
    protected double computeMinWidth(double height) {
        return FEWEST_COLUMNS * sample.cellWidth();
    }

    @Override
    protected double computePrefHeight(double width) {
        return snappedTopInset() + snappedBottomInset()
                + rowHeight() * rows(columns(width < 0 ? getWidth() : width)).size();
    }

    @Override
    protected void layoutChildren() {
        List<Row> rows = rows(columns(getWidth()));
        getChildren().remove(1, getChildren().size());
        for (int i = 0; i < rows.size(); i++) {
            ExactRow drawn = new ExactRow(0);
            drawn.draw(rows.get(i).drawn, rows.get(i).drawnGrounds(), sample.cellWidth(), rowHeight());
            drawn.setManaged(false);
            drawn.resizeRelocate(snappedLeftInset(), snappedTopInset() + i * rowHeight(),
                    getWidth() - snappedLeftInset() - snappedRightInset(), rowHeight());
            getChildren().add(drawn);
        }
    }
}
