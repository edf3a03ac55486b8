package dev.agenthub.app.ui.common;

import javafx.scene.Node;
import javafx.scene.layout.VBox;

/** A column of nodes that is measured once in each width until something in it changes: for long texts and many of them. */
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

    /** Whatever changes in it asks for this, and so do children that changed. */
    @Override
    public void requestLayout() {
        // Called by the constructor of its parent class, too.
        if (least != null && preferred != null) {
            least.forget();
            preferred.forget();
        }
        super.requestLayout();
    }
}
