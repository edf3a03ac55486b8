package dev.agenthub.app.ui.approvals;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;

/** Where an action goes, in cells as its exact bytes are, in as many rows as it takes; the host stands in a box of its own. */
public final class TargetLine extends Region {
    private static final double ROW = 1.7;
    private static final int SAMPLE = 100;
    private static final int FEWEST_COLUMNS = 20;

    /** Never seen: how large a cell is in the font that the style gives. */
    private final Text sample = new Text("0".repeat(SAMPLE));
    private List<Part> parts = List.of();

    private record Part(String text, String style) {}

    private record Row(List<ExactRow.Drawn> drawn, BitSet host) {
        Row() {
            this(new ArrayList<>(), new BitSet());
        }
    }

    public TargetLine() {
        getStyleClass().add("target-line");
        setAccessibleRole(AccessibleRole.TEXT);
        sample.getStyleClass().addAll("mono", "exact-sample");
        sample.setManaged(false);
        sample.setOpacity(0);
        sample.setMouseTransparent(true);
        getStylesheets().add(ReadingStyle.ADDRESS);
        getChildren().add(sample);
        setMinHeight(USE_PREF_SIZE);
        sample.layoutBoundsProperty().subscribe(this::requestLayout);
    }

    void show(CallTarget target) {
        parts = List.of(new Part(target.method() + "  ", "target-method"), new Part(target.before(), "target-rest"),
                new Part(target.host(), "target-host"), new Part(target.after(), "target-rest"));
        setAccessibleText(target.line());
        requestLayout();
    }

    private double cell() {
        return sample.getLayoutBounds().getWidth() / SAMPLE;
    }

    private double rowHeight() {
        return Math.ceil(sample.getFont().getSize() * ROW);
    }

    private int columns(double width) {
        return Math.max(FEWEST_COLUMNS, (int) ((width - snappedLeftInset() - snappedRightInset()) / cell()));
    }

    /** Each part by itself, so that no repetition reaches from the host into what is beside it. */
    private List<Row> rows(int columns) {
        List<Row> rows = new ArrayList<>(List.of(new Row()));
        int used = 0;
        for (Part part : parts) {
            ExactText exact = new ExactText(part.text(), Integer.MAX_VALUE);
            for (int line = 0; line < exact.rows(); line++) {
                for (ExactText.Piece whole : exact.pieces(line)) {
                    for (ExactText.Piece piece : exact.cut(whole, columns - used, columns)) {
                        if (used + piece.columns() > columns) {
                            rows.add(new Row());
                            used = 0;
                        }
                        Row row = rows.getLast();
                        row.drawn().add(new ExactRow.Drawn(piece.at(used), part.text(), part.style()));
                        if (part.style().equals("target-host")) {
                            row.host().set(used, used + piece.columns());
                        }
                        used += piece.columns();
                    }
                }
            }
        }
        return rows;
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefWidth(double height) {
        double columns = rows(Integer.MAX_VALUE).stream()
                .mapToInt(row -> row.drawn().stream().mapToInt(one -> one.piece().columns()).sum()).sum();
        // Half a cell more, so that rounding never takes the last one.
        return snappedLeftInset() + snappedRightInset() + Math.ceil((columns + 0.5) * cell());
    }

    @Override
    protected double computeMinWidth(double height) {
        return FEWEST_COLUMNS * cell();
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
            drawn.draw(rows.get(i).drawn(), List.of(new ExactRow.Ground("target-host-box", rows.get(i).host())), cell(),
                    rowHeight());
            drawn.setManaged(false);
            drawn.resizeRelocate(snappedLeftInset(), snappedTopInset() + i * rowHeight(),
                    getWidth() - snappedLeftInset() - snappedRightInset(), rowHeight());
            getChildren().add(drawn);
        }
    }
}
