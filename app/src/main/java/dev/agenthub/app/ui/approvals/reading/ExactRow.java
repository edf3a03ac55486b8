package dev.agenthub.app.ui.approvals.reading;

import dev.agenthub.app.ui.common.MachineGlyphs;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.NodeOrientation;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.HLineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.VLineTo;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

/**
 * Draws one row of an {@link ExactText}: the row's number and its pieces. Each piece is a node of its own at the
 * position of its first cell, so that the width of no glyph moves the pieces after it.
 */
public final class ExactRow extends Region {
    /** The number of cells reserved for the row's number. */
    static final int NUMBER_COLUMNS = 6;

    private final int numberColumns;
    /** One tooltip for all pieces of the row, because a row may have a hundred of them. */
    private final Tooltip names = new Tooltip();
    private List<Drawn> pieces = List.of();
    /** For each wide character, the horizontal position of its two cells, in which it is centred. */
    private final Map<Text, Double> wide = new HashMap<>();
    private double cell;
    private double height;
    private int number;
    private int columns;

    /**
     * A piece and its style.
     *
     * @param whole the text that the piece is a part of
     * @param style the style class of characters drawn as themselves
     */
    record Drawn(ExactText.Piece piece, String whole, String style) {}

    /** A background or border of cells; adjacent cells share one. */
    record Ground(String style, BitSet cells) {}

    ExactRow() {
        this(NUMBER_COLUMNS);
    }

    /** A row that reserves {@code numberColumns} cells for its number; with 0, the number is not drawn. */
    ExactRow(int numberColumns) {
        this.numberColumns = numberColumns;
        getStyleClass().add("exact-row");
        setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        addEventFilter(MouseEvent.MOUSE_MOVED, moved -> name(moved.getX()));
    }

    /**
     * Replaces what the row shows.
     *
     * @param rowNumber the row's number, from 1
     * @param shown the pieces
     * @param grounds the backgrounds
     * @param cellWidth in pixels
     * @param rowHeight in pixels
     */
    void show(int rowNumber, List<Drawn> shown, List<Ground> grounds, double cellWidth, double rowHeight) {
        number = rowNumber;
        draw(shown, grounds, cellWidth, rowHeight);
    }

    /** Replaces what the row shows, except its number. */
    void draw(List<Drawn> shown, List<Ground> grounds, double cellWidth, double rowHeight) {
        pieces = shown;
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
                drawn.add(ground("exact-mark-ground", one.piece().column(), one.piece().columns()));
            }
        }
        grounds.forEach(ground -> addGround(ground, drawn));
        wide.clear();
        Path boxes = new Path();
        for (Drawn one : pieces) {
            ExactText.Piece piece = one.piece();
            double x = left(piece.column());
            drawn.add(switch (piece.kind()) {
                case PLAIN -> text(piece.text(), one.style(), x);
                case WIDE -> wide(piece.text().codePointAt(0), x, boxes);
                case MARK -> text(piece.text(), "exact-mark", x);
            });
        }
        if (!boxes.getElements().isEmpty()) {
            drawn.add(boxes);
        }
        getChildren().setAll(drawn);
        requestLayout();
    }

    /**
     * An East Asian character in its two cells, drawn with a font of the operating system. Where no font has a glyph for
     * it, its code point is drawn in small digits in a box.
     */
    private Text wide(int codePoint, double x, Path boxes) {
        boolean known = MachineGlyphs.draw(codePoint, 2);
        String code = String.format(Locale.ROOT, "%04X", codePoint);
        int half = (code.length() + 1) / 2;
        Text text = text(known ? Character.toString(codePoint) : code.substring(0, half) + "\n" + code.substring(half),
                known ? "exact-plain" : "exact-code-digits", x);
        text.getStyleClass().add("exact-wide");
        text.setTextAlignment(TextAlignment.CENTER);
        wide.put(text, x);
        if (!known) {
            double left = Math.rint(x) + 0.5;
            double right = Math.rint(x + 2 * cell) - 0.5;
            boxes.getElements().addAll(new MoveTo(left, 0.5), new HLineTo(right), new VLineTo(height - 0.5),
                    new HLineTo(left), new ClosePath());
            boxes.getStyleClass().setAll("exact-code");
            boxes.setManaged(false);
            boxes.setMouseTransparent(true);
        }
        return text;
    }

    @Override
    protected void layoutChildren() {
        wide.forEach((text, x) -> text.setX(x + (2 * cell - text.getLayoutBounds().getWidth()) / 2));
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

    /** Sets the tooltip for this horizontal position: the code points of the mark or wide character there, if any. */
    private void name(double x) {
        String said = pieces.stream()
                .filter(one -> one.piece().kind() != ExactText.Kind.PLAIN && left(one.piece().column()) <= x
                        && x < left(one.piece().column() + one.piece().columns()))
                .map(ExactRow::names).findFirst().orElse("");
        if (!said.equals(names.getText())) {
            names.hide();
            Tooltip.uninstall(this, names);
            names.setText(said);
            if (!said.isEmpty()) {
                Tooltip.install(this, names);
            }
        }
    }

    private static String names(Drawn one) {
        return one.piece().characters(one.whole())
                .mapToObj(c -> String
                        .format(Locale.ROOT, "U+%04X %s", c, Objects.requireNonNullElse(Character.getName(c), ""))
                        .strip())
                .collect(Collectors.joining("\n"));
    }

    private double left(int column) {
        return (numberColumns + column) * cell;
    }

    public int number() {
        return number;
    }

    public int columns() {
        return columns;
    }

    /** The bounds of a cell in the row's coordinates. */
    public Bounds cell(int column) {
        return new BoundingBox(left(column), 0, cell, height);
    }

    /** The indices of the cells that are on screen. A row without cells counts as one cell. */
    public BitSet columnsOnScreen() {
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
