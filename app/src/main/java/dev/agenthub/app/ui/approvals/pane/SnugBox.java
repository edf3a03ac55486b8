package dev.agenthub.app.ui.approvals.pane;

import javafx.scene.Node;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** A column that grows only as far as what grows in it, so that what stands below it follows at once. */
public final class SnugBox extends VBox {

    @Override
    protected double computeMaxHeight(double width) {
        double inner = width - snappedLeftInset() - snappedRightInset();
        double height = snappedTopInset() + snappedBottomInset();
        double gap = 0;
        for (Node child : getManagedChildren()) {
            height += gap + (getVgrow(child) == Priority.ALWAYS ? child.maxHeight(inner) : child.prefHeight(inner));
            gap = snapSpaceY(getSpacing());
        }
        // Two children that may grow without end would make it infinite, which is no height.
        return Math.min(height, Double.MAX_VALUE);
    }
}
