package dev.agenthub.app.testing;

import javafx.scene.paint.Color;

/** The contrast ratio of two colours (WCAG 2.2). */
public final class Contrast {
    /** The least ratio of a focus indicator. */
    public static final double OF_FOCUS = 3;

    private Contrast() {}

    /** The ratio of two opaque colours: from 1 for equal ones to 21 for black on white. */
    public static double of(Color one, Color other) {
        double first = luminance(one);
        double second = luminance(other);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(Color colour) {
        return 0.2126 * linear(colour.getRed()) + 0.7152 * linear(colour.getGreen())
                + 0.0722 * linear(colour.getBlue());
    }

    private static double linear(double part) {
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
}
