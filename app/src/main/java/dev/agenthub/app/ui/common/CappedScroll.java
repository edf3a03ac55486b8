package dev.agenthub.app.ui.common;

import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;

/** As high as its content, up to a limit from which on it scrolls: for text of which nobody knows how long it is. */
public final class CappedScroll extends ScrollPane {
    private static final double FRAME = 2;
    /** Two lines: what it keeps where there is no room for more. */
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

    /** The height, in pixels, from which on it scrolls. */
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

    /** Whatever changes in it asks for this. */
    @Override
    public void requestLayout() {
        // Called by the constructor of its parent class, too.
        if (heights != null) {
            heights.forget();
        }
        super.requestLayout();
    }
}
