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

    private double highest = 66;
    /** The room that the content was measured for last, and its height there: an HBox asks three times in each layout, and long texts take long. */
    private double measuredRoom = -1;
    private double measured;

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

    /** Whatever changes inside asks for this too. */
    @Override
    public void requestLayout() {
        measuredRoom = -1;
        super.requestLayout();
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
        Node content = getContent();
        Insets frame = getInsets();
        double room = Math.max(1, (width < 0 ? getWidth() : width) - frame.getLeft() - frame.getRight() - FRAME);
        if (room != measuredRoom) {
            measured = content == null ? 0 : content.prefHeight(room) + FRAME;
            measuredRoom = room;
        }
        return Math.min(highest, measured) + frame.getTop() + frame.getBottom();
    }
}
