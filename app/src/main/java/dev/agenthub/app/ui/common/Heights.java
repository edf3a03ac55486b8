package dev.agenthub.app.ui.common;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * How high something is in each width, measured once: JavaFX keeps only the height in no width in particular, and
 * boxes in boxes measure a text of thousands of letters dozens of times in a layout. Used on the window's thread only.
 */
final class Heights {
    /** A window that is drawn wider asks for another width in every frame. */
    private static final int MOST = 16;

    private final Map<Double, Double> known = new HashMap<>();

    /** In pixels, both. */
    double in(double width, DoubleUnaryOperator measure) {
        Double measured = known.get(width);
        if (measured == null) {
            measured = measure.applyAsDouble(width);
            if (known.size() == MOST) {
                known.clear();
            }
            known.put(width, measured);
        }
        return measured;
    }

    /** Something changed in it. */
    void forget() {
        known.clear();
    }
}
