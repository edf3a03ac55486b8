package dev.agenthub.app.ui.common;

import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;

/** A scroll pane as high as its content up to a limit, for text of unknown length. */
public final class CappedScroll extends ScrollPane {
    private static final double FRAME = 2;
    /** Least height in pixels, two lines. */
    private static final double LOWEST = 44;

    private final Heights heights = new Heights();
    private double highest = 66;

    public CappedScroll() {
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setMaxHeight(USE_PREF_SIZE);
        getStyleClass().add("capped-scroll");
    }

    public double getHighest() {
        return highest;
    }

    /** Sets the height in pixels beyond which it scrolls. */
    public void setHighest(double limit) {
        highest = limit;
        requestLayout();
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinHeight(double width) {
        return Math.min(LOWEST, computePrefHeight(width));
    }

    @Override
    protected double computePrefHeight(double width) {
        return heights.in(width < 0 ? getWidth() : width, this::measure);
    }

    private double measure(double width) {
        Node content = getContent();
        Insets frame = getInsets();
        double room = Math.max(1, width - frame.getLeft() - frame.getRight() - FRAME);
        double inside = content == null ? 0 : content.prefHeight(room) + FRAME;
        return Math.min(highest, inside) + frame.getTop() + frame.getBottom();
    }

    /** Called by JavaFX after any change of the content. */
    @Override
    public void requestLayout() {
        // The superclass's constructor calls this too, before fields are set.
        if (heights != null) {
            heights.forget();
        }
        super.requestLayout();
    }
}
