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
 * How large the words of every window are, in percent of what is usual. All that is measured in words grows with them, since
 * {@code agenthub.css} gives it in em. Used on the window's thread only.
 */
public final class TextSize {
    /** In percent. */
    public static final int USUAL = 100;

    private static final List<Integer> STEPS = List.of(80, 90, 100, 110, 125, 150, 175, 200);
    private static final double USUAL_PIXELS = 14;
    /** In pixels, at the usual size. */
    private static final double ROOMY = 1100;
    private static final double HIGH = 520;
    private static final double CRAMPED = 300;

    private final ReadOnlyIntegerWrapper percent = new ReadOnlyIntegerWrapper(USUAL);

    /** The step that is nearest to {@code wanted} percent. */
    public static int nearest(int wanted) {
        int nearest = USUAL;
        for (int step : STEPS) {
            if (Math.abs(step - wanted) < Math.abs(nearest - wanted)) {
                nearest = step;
            }
        }
        return nearest;
    }

    /** In percent. */
    public ReadOnlyIntegerProperty percent() {
        return percent.getReadOnlyProperty();
    }

    /** The same for a part of a window, which is not told any more once it is taken from there, and not kept. */
    public ObservableValue<Number> percentIn(Node part) {
        return percent().when(part.sceneProperty().map(Objects::nonNull).orElse(false));
    }

    /** Takes the step that is nearest to {@code wanted} percent. */
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

    /** Whether a window of that width, in pixels, has no room for two things beside each other. */
    public boolean isNarrow(double window) {
        return usual(window) < ROOMY;
    }

    /** Whether a part of that height, in pixels, has room for little more than what must be there. */
    public boolean isLow(double part) {
        return usual(part) < HIGH;
    }

    /** Whether a part of that height, in pixels, needs all of it for what is read and what decides. */
    public boolean isCramped(double part) {
        return usual(part) < CRAMPED;
    }

    /** How many pixels of words of the usual size have as much room as {@code pixels} of these. */
    private double usual(double pixels) {
        return pixels * USUAL / percent.get();
    }

    /** Styles {@code scene} with this size, now and whenever it changes; its menus and tooltips follow. */
    public void style(Scene scene) {
        percent.subscribe((before, now) -> {
            scene.getStylesheets().remove(sheet(before.intValue()));
            scene.getStylesheets().add(sheet(now.intValue()));
        });
        scene.getStylesheets().add(sheet(percent.get()));
    }

    private static String sheet(int percent) {
        String rule = String.format(Locale.ROOT, ".root{-fx-font-size:%.2fpx}", USUAL_PIXELS * percent / USUAL);
        return "data:text/css;base64," + Base64.getEncoder().encodeToString(rule.getBytes(StandardCharsets.US_ASCII));
    }
}
