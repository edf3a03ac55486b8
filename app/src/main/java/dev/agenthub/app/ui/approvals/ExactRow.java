package dev.agenthub.app.ui.approvals;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.NodeOrientation;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;

/** One row of an exact text: its number and its pieces, each drawn by itself from the cell on that it was given, so that none can move its neighbours. */
final class ExactRow extends Region {
    /** The room of the number. */
    static final int NUMBER_COLUMNS = 6;

    private static final int MOST_NAMES = 12;

    private final int numberColumns;
    private double cell;
    private double height;
    private int number;
    private int columns;

    /**
     * A piece as it is drawn.
     *
     * @param whole the text that it is of
     * @param style of what stands as itself
     */
    record Drawn(ExactText.Piece piece, String whole, String style) {}

    /** Cells with something drawn behind or around them, which lie next to each other together. */
    record Ground(String style, BitSet cells) {}

    ExactRow() {
        this(NUMBER_COLUMNS);
    }

    /** A row with so much room for a number; without room it has none. */
    ExactRow(int numberColumns) {
        this.numberColumns = numberColumns;
        getStyleClass().add("exact-row");
        setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
    }

    /**
     * Draws the row anew.
     *
     * @param rowNumber from 1
     * @param pieces with the text that they are of
     * @param cellWidth in pixels
     * @param rowHeight in pixels
     */
    void show(int rowNumber, List<Drawn> pieces, List<Ground> grounds, double cellWidth, double rowHeight) {
        number = rowNumber;
        draw(pieces, grounds, cellWidth, rowHeight);
    }

    /** Draws it anew without another number. */
    void draw(List<Drawn> pieces, List<Ground> grounds, double cellWidth, double rowHeight) {
        cell = cellWidth;
        height = rowHeight;
        columns = ExactText.columns(pieces.stream().map(Drawn::piece).toList());
        List<Node> drawn = new ArrayList<>();
        if (numberColumns > 0) {
            String digits = Integer.toString(number);
            drawn.add(text(digits, "exact-number", (numberColumns - 2 - digits.length()) * cell));
        }
        for (Drawn one : pieces) {
            if (one.piece().kind() == ExactText.Kind.MARK) {
                drawn.add(markGround(one.piece(), one.whole()));
            }
        }
        grounds.forEach(ground -> addGround(ground, drawn));
        for (Drawn one : pieces) {
            ExactText.Piece piece = one.piece();
            double x = left(piece.column());
            drawn.add(switch (piece.kind()) {
                case PLAIN -> text(piece.text(), one.style(), x);
                case WIDE -> new WideCell(piece.text().codePointAt(0), x, cell, height);
                case MARK -> text(piece.text(), "exact-mark", x);
            });
        }
        getChildren().setAll(drawn);
    }

    private void addGround(Ground ground, List<Node> drawn) {
        for (int from = ground.cells().nextSetBit(0); from >= 0;) {
            int to = ground.cells().nextClearBit(from);
            Region region = ground(ground.style(), from, to - from);
            region.setMouseTransparent(true);
            drawn.add(region);
            from = ground.cells().nextSetBit(to);
        }
    }

    private Region ground(String style, int column, int width) {
        Region ground = new Region();
        ground.getStyleClass().add(style);
        ground.setManaged(false);
        ground.resizeRelocate(left(column), 0, width * cell, height);
        return ground;
    }

    private Text text(String words, String style, double x) {
        Text text = new Text(x, 0, words);
        text.getStyleClass().addAll("mono", style);
        text.setTextOrigin(VPos.CENTER);
        text.setY(height / 2);
        text.setManaged(false);
        text.setMouseTransparent(true);
        return text;
    }

    /** The colour behind a mark, which says on hover what characters it stands for. */
    private Region markGround(ExactText.Piece piece, String whole) {
        Region ground = ground("exact-mark-ground", piece.column(), piece.columns());
        Tooltip.install(ground, new Tooltip(names(whole.substring(piece.start(), piece.end()))));
        return ground;
    }

    private static String names(String characters) {
        return characters.codePoints().distinct().limit(MOST_NAMES)
                .mapToObj(
                        c -> "U+%04X %s".formatted(c, Character.getName(c) == null ? "" : Character.getName(c)).strip())
                .collect(Collectors.joining("\n"));
    }

    private double left(int column) {
        return (numberColumns + column) * cell;
    }

    int number() {
        return number;
    }

    int columns() {
        return columns;
    }

    /** Where a cell is in this row. */
    Bounds cell(int column) {
        return new BoundingBox(left(column), 0, cell, height);
    }

    /** Which cells can be seen, of a row without any a first one. */
    BitSet columnsOnScreen() {
        OnScreen onScreen = OnScreen.of(this);
        int last = Math.max(1, columns);
        BitSet found = new BitSet(last);
        if (onScreen.holds(new BoundingBox(left(0), 0, last * cell, height))) {
            found.set(0, last);
            return found;
        }
        for (int column = 0; column < last; column++) {
            found.set(column, onScreen.holds(cell(column)));
        }
        return found;
    }

    @Override
    protected double computePrefWidth(double forHeight) {
        return left(columns);
    }

    @Override
    protected double computePrefHeight(double forWidth) {
        return height;
    }
}
