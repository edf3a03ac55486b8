package dev.agenthub.app.ui.common;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Caches a node's preferred height for each width. JavaFX caches only the height for no given width,
 * and nested boxes measure a long text dozens of times per layout. Confined to the window's thread.
 */
final class Heights {
    /** Most widths cached, since a window being resized has another width in every frame. */
    private static final int MOST = 16;

    private final Map<Double, Double> known = new HashMap<>();

    /** The height for a width, both in pixels, measured where it is not cached. */
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

    /** Clears the cache after a change of the node. */
    void forget() {
        known.clear();
    }
}
