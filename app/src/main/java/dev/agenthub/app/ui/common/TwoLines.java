package dev.agenthub.app.ui.common;

import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/**
 * A label of which two lines show at most, whatever its letters are: nothing of it is drawn outside them.
 *
 * <p>Whoever uses it offers the whole text elsewhere while it is {@link #shortened()}. The label itself has room for all its lines: JavaFX
 * takes minutes to find out where it has to end the text of a label that has not.
 */
public final class TwoLines extends Region {
    /** More letters than two lines of the widest window hold. */
    private static final int MOST = 2000;

    private final Label label = new Label();
    /** Says that there is more. */
    private final Label dots = new Label("…");
    private final ReadOnlyBooleanWrapper shortened = new ReadOnlyBooleanWrapper();
    private final Heights heights = new Heights();
    private boolean cut;
    private int lines = 2;

    public TwoLines() {
        label.setWrapText(true);
        dots.getStyleClass().add("dots");
        label.textProperty().subscribe(heights::forget);
        label.fontProperty().subscribe(heights::forget);
        getChildren().addAll(label, dots);
        setMinHeight(USE_PREF_SIZE);
        // No part of a line more, however high what stands beside it is.
        setMaxHeight(USE_PREF_SIZE);
        Rectangle room = new Rectangle();
        room.widthProperty().bind(widthProperty());
        room.heightProperty().bind(heightProperty());
        setClip(room);
    }

    /** The id of the label in it. */
    public void setLabelId(String id) {
        label.setId(id);
    }

    public String getLabelId() {
        return label.getId();
    }

    /** Shows as much of {@code whole} as two lines hold. */
    public void show(String whole) {
        cut = whole.codePointCount(0, whole.length()) > MOST;
        label.setText(cut ? whole.substring(0, whole.offsetByCodePoints(0, MOST)) : whole);
        requestLayout();
    }

    /** Shows so many lines instead. */
    public void setLines(int most) {
        lines = most;
        requestLayout();
    }

    /** Whether some of the text is not on show. */
    public ReadOnlyBooleanProperty shortened() {
        return shortened.getReadOnlyProperty();
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefWidth(double height) {
        return label.prefWidth(-1);
    }

    @Override
    protected double computePrefHeight(double width) {
        return Math.min(lines * dots.prefHeight(-1), wholeHeight(width));
    }

    private double wholeHeight(double width) {
        return heights.in(width, label::prefHeight);
    }

    @Override
    protected void layoutChildren() {
        boolean some = cut || wholeHeight(getWidth()) > getHeight() + 1;
        double room = some ? getWidth() - dots.prefWidth(-1) : getWidth();
        label.resizeRelocate(0, 0, room, wholeHeight(room));
        dots.setVisible(some);
        dots.resizeRelocate(room, getHeight() - dots.prefHeight(-1), dots.prefWidth(-1), dots.prefHeight(-1));
        // What listens lays out more, and not in the middle of this.
        Platform.runLater(() -> shortened.set(some));
    }
}
