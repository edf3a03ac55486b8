package dev.agenthub.app.ui.common;

import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/**
 * A label cut to a maximum number of lines, two by default, whatever its characters: nothing is drawn outside of these lines.
 *
 * <p>Users offer the whole text elsewhere while it is {@link #shortened()}. The inner label has
 * space for all lines and is clipped, because JavaFX takes minutes to truncate a long text.
 */
public final class ClampedLabel extends Region {
    /** More characters than fit into two lines of the widest window. */
    private static final int MOST = 2000;

    private final Label label = new Label();
    /** The ellipsis of a cut text. */
    private final Label dots = new Label("…");
    private final ReadOnlyBooleanWrapper shortened = new ReadOnlyBooleanWrapper();
    private final Heights heights = new Heights();
    private boolean cut;
    private int lines = 2;

    public ClampedLabel() {
        label.setWrapText(true);
        dots.getStyleClass().add("dots");
        label.textProperty().subscribe(heights::forget);
        label.fontProperty().subscribe(heights::forget);
        getChildren().addAll(label, dots);
        setMinHeight(USE_PREF_SIZE);
        // Never part of a third line, however high neighbouring nodes are.
        setMaxHeight(USE_PREF_SIZE);
        Rectangle room = new Rectangle();
        room.widthProperty().bind(widthProperty());
        room.heightProperty().bind(heightProperty());
        setClip(room);
    }

    /** Sets the id of the inner label. */
    public void setLabelId(String id) {
        label.setId(id);
    }

    public String getLabelId() {
        return label.getId();
    }

    /** Shows as much of {@code whole} as fits. */
    public void show(String whole) {
        cut = whole.codePointCount(0, whole.length()) > MOST;
        label.setText(cut ? whole.substring(0, whole.offsetByCodePoints(0, MOST)) : whole);
        requestLayout();
    }

    /** Sets another maximum of lines. */
    public void setLines(int most) {
        lines = most;
        requestLayout();
    }

    /** Whether part of the text is not visible. */
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
        // Set later, because listeners change the layout, which must not happen during this layout pass.
        Platform.runLater(() -> shortened.set(some));
    }
}
