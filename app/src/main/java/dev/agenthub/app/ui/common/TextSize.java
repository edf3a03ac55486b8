package dev.agenthub.app.ui.common;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;

/**
 * The text size of all windows in percent of the default. Sizes that {@code agenthub.css}
 * gives in em grow with it. Confined to the window's thread.
 */
public final class TextSize {
    /** The default size in percent. */
    public static final int DEFAULT = 100;

    private static final List<Integer> STEPS = List.of(80, 90, 100, 110, 125, 150, 175, 200);
    private static final double DEFAULT_PIXELS = 14;
    /** Width in pixels, at the default text size, below which a window is narrow. */
    private static final double ROOMY = 1100;
    private static final double HIGH = 520;
    private static final double CRAMPED = 300;

    private final ReadOnlyIntegerWrapper percent = new ReadOnlyIntegerWrapper(DEFAULT);

    /** The step nearest to {@code wanted} percent. */
    public static int nearest(int wanted) {
        int nearest = DEFAULT;
        for (int step : STEPS) {
            if (Math.abs(step - wanted) < Math.abs(nearest - wanted)) {
                nearest = step;
            }
        }
        return nearest;
    }

    /** The size in percent. */
    public ReadOnlyIntegerProperty percent() {
        return percent.getReadOnlyProperty();
    }

    /** The size in percent, observed only while {@code part} is in a window, so that removed nodes can be garbage-collected. */
    public ObservableValue<Number> percentIn(Node part) {
        return percent().when(part.sceneProperty().map(Objects::nonNull).orElse(false));
    }

    /** Sets the step nearest to {@code wanted} percent. */
    public void set(int wanted) {
        percent.set(nearest(wanted));
    }

    public void larger() {
        percent.set(STEPS.get(Math.min(STEPS.indexOf(percent.get()) + 1, STEPS.size() - 1)));
    }

    public void smaller() {
        percent.set(STEPS.get(Math.max(STEPS.indexOf(percent.get()) - 1, 0)));
    }

    public boolean isLargest() {
        return percent.get() == STEPS.getLast();
    }

    public boolean isSmallest() {
        return percent.get() == STEPS.getFirst();
    }

    /** Whether a window of this width in pixels is too narrow for two columns. */
    public boolean isNarrow(double window) {
        return atDefaultSize(window) < ROOMY;
    }

    /** Whether a part of this height in pixels has space for little more than the necessary. */
    public boolean isLow(double part) {
        return atDefaultSize(part) < HIGH;
    }

    /** Whether a part of this height in pixels needs all of it for the text to be read and the decision's controls. */
    public boolean isCramped(double part) {
        return atDefaultSize(part) < CRAMPED;
    }

    /** Converts pixels at the current text size to those at the default size with equal space. */
    private double atDefaultSize(double pixels) {
        return pixels * DEFAULT / percent.get();
    }

    /** Applies this size to {@code scene} with its menus and tooltips, now and whenever it changes. */
    public void style(Scene scene) {
        percent.subscribe((before, now) -> {
            scene.getStylesheets().remove(sheet(before.intValue()));
            scene.getStylesheets().add(sheet(now.intValue()));
        });
        scene.getStylesheets().add(sheet(percent.get()));
    }

    private static String sheet(int percent) {
        String rule = String.format(Locale.ROOT, ".root{-fx-font-size:%.2fpx}", DEFAULT_PIXELS * percent / DEFAULT);
        return "data:text/css;base64," + Base64.getEncoder().encodeToString(rule.getBytes(StandardCharsets.US_ASCII));
    }
}
