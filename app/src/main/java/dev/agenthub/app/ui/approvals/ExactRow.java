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

    private double cell;
    private double height;
    private int number;
    private int columns;

    ExactRow() {
        getStyleClass().add("exact-row");
        setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
    }

    /**
     * Draws the row anew.
     *
     * @param rowNumber from 1
     * @param whole the text that the pieces are of
     * @param cellWidth in pixels
     * @param rowHeight in pixels
     */
    void show(int rowNumber, List<ExactText.Piece> pieces, String whole, double cellWidth, double rowHeight) {
        number = rowNumber;
        cell = cellWidth;
        height = rowHeight;
        columns = ExactText.columns(pieces);
        List<Node> drawn = new ArrayList<>();
        String digits = Integer.toString(number);
        drawn.add(text(digits, "exact-number", (NUMBER_COLUMNS - 2 - digits.length()) * cell));
        for (ExactText.Piece piece : pieces) {
            double x = left(piece.column());
            switch (piece.kind()) {
                case PLAIN -> drawn.add(text(piece.text(), "exact-plain", x));
                case WIDE -> drawn.add(new WideCell(piece.text().codePointAt(0), x, cell, height));
                case MARK -> {
                    drawn.add(ground(piece, whole, x));
                    drawn.add(text(piece.text(), "exact-mark", x));
                }
            }
        }
        getChildren().setAll(drawn);
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
    private Region ground(ExactText.Piece piece, String whole, double x) {
        Region ground = new Region();
        ground.getStyleClass().add("exact-mark-ground");
        ground.setManaged(false);
        ground.resizeRelocate(x, 0, piece.columns() * cell, height);
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
        return (NUMBER_COLUMNS + column) * cell;
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
