package dev.agenthub.app.ui.verify;

import javafx.scene.layout.Region;

/** Draws a log as a bar: the verified part, the part that can't be trusted, and the pin's position. */
public final class CoverageBar extends Region {
    private static final double TICK = 2;

    private final Region covered = part("covered");
    private final Region newer = part("newer");
    private final Region broken = part("broken");
    private final Region tick = part("tick");
    private double pinAt = -1;
    private double brokenAt = 1;

    public CoverageBar() {
        getStyleClass().add("coverage-bar");
        getChildren().setAll(covered, newer, broken, tick);
    }

    private static Region part(String style) {
        var region = new Region();
        region.getStyleClass().add(style);
        return region;
    }

    /** Both are shares of the log from 0 to 1; a negative {@code pin} means none. */
    void show(double pin, double firstBroken) {
        pinAt = pin;
        brokenAt = firstBroken;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        double inset = height / 4;
        double end = width * brokenAt;
        double pin = Math.clamp(width * pinAt, 0, end);
        covered.resizeRelocate(0, inset, pin, height - 2 * inset);
        newer.resizeRelocate(pin, inset, end - pin, height - 2 * inset);
        broken.resizeRelocate(end, inset, width - end, height - 2 * inset);
        tick.setVisible(pinAt >= 0);
        tick.resizeRelocate(Math.min(width * Math.max(0, pinAt), width - TICK), 0, TICK, height);
    }
}
