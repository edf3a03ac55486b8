package dev.agenthub.app.ui.common;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * Lays out a main node and a side node in two columns, or one below the other where the width is less than their minimum widths.
 *
 * <p>In a column the side node may get less than its preferred height, so it should scroll
 * or have a minimum height. Below the main node it gets its preferred height.
 */
public final class Columns extends Region {
    private @Nullable Node main;
    private @Nullable Node side;
    private boolean sideFirst;
    private double gap;

    public Columns() {
        getStyleClass().add("columns");
    }

    public @Nullable Node getMain() {
        return main;
    }

    public void setMain(Node node) {
        main = node;
        getChildren().add(node);
    }

    public @Nullable Node getSide() {
        return side;
    }

    public void setSide(Node node) {
        side = node;
        getChildren().add(node);
    }

    public boolean isSideFirst() {
        return sideFirst;
    }

    /** Sets whether the side node is on the left; by default it is on the right. */
    public void setSideFirst(boolean left) {
        sideFirst = left;
    }

    public double getGap() {
        return gap;
    }

    /** Sets the gap between the two in pixels. */
    public void setGap(double pixels) {
        gap = pixels;
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    private boolean hasSide() {
        return side != null && side.isManaged();
    }

    private double room(double width) {
        return width - snappedLeftInset() - snappedRightInset();
    }

    private boolean isStacked(double room) {
        return main != null && side != null && hasSide() && main.minWidth(-1) + gap + side.minWidth(-1) > room;
    }

    /** The side node's width in whole pixels, so that the main node is measured with exactly the width that it gets. */
    private double sideWidth(double room) {
        return side == null || main == null
                ? 0
                : snapSizeX(
                        Math.max(side.minWidth(-1), Math.min(side.prefWidth(-1), room - gap - main.minWidth(-1))));
    }

    @Override
    protected double computePrefHeight(double width) {
        if (main == null || side == null) {
            return 0;
        }
        double room = room(width < 0 ? getWidth() : width);
        double frame = snappedTopInset() + snappedBottomInset();
        if (!hasSide()) {
            return frame + main.prefHeight(room);
        }
        if (isStacked(room)) {
            return frame + main.prefHeight(room) + gap + side.prefHeight(room);
        }
        double beside = sideWidth(room);
        return frame + Math.max(main.prefHeight(room - gap - beside), side.minHeight(beside));
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected void layoutChildren() {
        if (main == null || side == null) {
            return;
        }
        double room = room(getWidth());
        double left = snappedLeftInset();
        double top = snappedTopInset();
        double height = getHeight() - top - snappedBottomInset();
        if (!hasSide()) {
            main.resizeRelocate(left, top, room, height);
        } else if (isStacked(room)) {
            double below = side.prefHeight(room);
            main.resizeRelocate(left, top, room, height - gap - below);
            side.resizeRelocate(left, top + height - below, room, below);
        } else {
            double beside = sideWidth(room);
            main.resizeRelocate(sideFirst ? left + beside + gap : left, top, room - gap - beside, height);
            side.resizeRelocate(sideFirst ? left : left + room - beside, top, beside, height);
        }
    }
}
