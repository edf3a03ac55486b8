package dev.agenthub.app.ui.common;

import javafx.scene.control.Label;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;

/**
 * Text of any length in at most two lines, whatever its letters are: nothing of it is drawn outside them.
 *
 * <p>Whoever uses it offers the whole text elsewhere while {@link #isTextTruncated()}.
 */
public final class BoundedLabel extends Label {
    private static final String TWO_LINES = "X\nX";

    public BoundedLabel() {
        setWrapText(true);
        setMinHeight(USE_PREF_SIZE);
        Rectangle room = new Rectangle();
        room.widthProperty().bind(widthProperty());
        room.heightProperty().bind(heightProperty());
        setClip(room);
    }

    @Override
    protected double computePrefHeight(double width) {
        Text lines = new Text(TWO_LINES);
        lines.setFont(getFont());
        double most = snapSizeY(lines.getLayoutBounds().getHeight()) + snappedTopInset() + snappedBottomInset();
        return Math.min(most, super.computePrefHeight(width));
    }
}
