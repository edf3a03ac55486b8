package dev.agenthub.app.ui.common;

import javafx.scene.Node;
import javafx.scene.layout.VBox;

/** A vertical box that caches its height for each width until its content changes, for many long texts. */
public class MeasuredBox extends VBox {
    private final Heights least = new Heights();
    private final Heights preferred = new Heights();

    public MeasuredBox() {}

    public MeasuredBox(Node... children) {
        super(children);
    }

    @Override
    protected double computeMinHeight(double width) {
        return least.in(width, super::computeMinHeight);
    }

    @Override
    protected double computePrefHeight(double width) {
        return preferred.in(width, super::computePrefHeight);
    }

    /** Called by JavaFX after any change of the box or its children. */
    @Override
    public void requestLayout() {
        // The superclass's constructor calls this too, before fields are set.
        if (least != null && preferred != null) {
            least.forget();
            preferred.forget();
        }
        super.requestLayout();
    }
}
