package dev.agenthub.app.ui.common;

import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Pane;

/**
 * A row whose first node takes the width that the others leave. Where that is less than its preferred width, the others go below it.
 */
public final class WrappingRow extends Pane {
    private double spacing;
    private boolean low;

    public double getSpacing() {
        return spacing;
    }

    /** Sets the space between the nodes in pixels. */
    public void setSpacing(double pixels) {
        spacing = pixels;
        requestLayout();
    }

    /** Keeps all nodes in one row, however narrow the first becomes, for windows too low for a second row. */
    public void setLow(boolean oneRow) {
        low = oneRow;
        requestLayout();
    }

    private Node first() {
        return getChildren().getFirst();
    }

    private List<Node> others() {
        return getManagedChildren().stream().filter(node -> !node.equals(first())).toList();
    }

    /** The width of the other nodes with the spaces before them. */
    private double beside() {
        return others().stream().mapToDouble(node -> node.prefWidth(-1) + spacing).sum();
    }

    private boolean isOneRow(double width) {
        return low || !first().isManaged() || others().isEmpty() || width - beside() >= first().prefWidth(-1);
    }

    private double firstHeight(double width) {
        return first().isManaged() ? first().prefHeight(width) : 0;
    }

    private double othersHeight() {
        return others().stream().mapToDouble(node -> node.prefHeight(-1)).max().orElse(0);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return Math.max(first().isManaged() ? first().minWidth(-1) : 0, Math.max(0, beside() - spacing));
    }

    @Override
    protected double computePrefWidth(double height) {
        return (first().isManaged() ? first().prefWidth(-1) : 0) + beside();
    }

    @Override
    protected double computeMinHeight(double width) {
        return width < 0 ? othersHeight() : computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        double room = width < 0 ? computePrefWidth(-1) : width;
        return isOneRow(room)
                ? Math.max(firstHeight(room - beside()), othersHeight())
                : firstHeight(room) + spacing + othersHeight();
    }

    @Override
    protected void layoutChildren() {
        boolean oneRow = isOneRow(getWidth());
        double above = 0;
        double left = 0;
        if (first().isManaged()) {
            double width = oneRow ? getWidth() - beside() : getWidth();
            double height = firstHeight(width);
            first().resizeRelocate(0, oneRow ? (getHeight() - height) / 2 : 0, width, height);
            above = oneRow ? 0 : height + spacing;
            left = getWidth() - beside() + spacing;
        }
        for (Node other : others()) {
            double width = other.prefWidth(-1);
            double height = other.prefHeight(-1);
            other.resizeRelocate(snapPositionX(left), snapPositionY(above + (getHeight() - above - height) / 2), width,
                    height);
            left += width + spacing;
        }
    }
}
