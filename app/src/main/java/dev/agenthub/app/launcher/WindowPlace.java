package dev.agenthub.app.launcher;

import java.util.List;
import javafx.geometry.Rectangle2D;
import org.jspecify.annotations.Nullable;

/** Computes a window's bounds in pixels: no larger than the monitor, and never out of reach. */
final class WindowPlace {
    static final double NARROWEST = 900;
    static final double LOWEST = 600;

    private static final double WIDTH = 1280;
    private static final double HEIGHT = 800;

    private WindowPlace() {}

    /**
     * Computes the bounds of a window.
     *
     * @param before its last bounds; null the first time
     * @param monitors the area of each monitor without task bars, the main one first
     */
    static Rectangle2D of(@Nullable Rectangle2D before, List<Rectangle2D> monitors) {
        Rectangle2D monitor = monitors.getFirst();
        if (before == null) {
            double width = Math.min(WIDTH, monitor.getWidth());
            double height = Math.min(HEIGHT, monitor.getHeight());
            return new Rectangle2D(monitor.getMinX() + (monitor.getWidth() - width) / 2,
                    monitor.getMinY() + (monitor.getHeight() - height) / 2, width, height);
        }
        double most = 0;
        for (Rectangle2D each : monitors) {
            double shared = shared(before, each);
            if (shared > most) {
                most = shared;
                monitor = each;
            }
        }
        double width = Math.min(Math.max(before.getWidth(), NARROWEST), monitor.getWidth());
        double height = Math.min(Math.max(before.getHeight(), LOWEST), monitor.getHeight());
        return new Rectangle2D(Math.clamp(before.getMinX(), monitor.getMinX(), monitor.getMaxX() - width),
                Math.clamp(before.getMinY(), monitor.getMinY(), monitor.getMaxY() - height), width, height);
    }

    private static double shared(Rectangle2D one, Rectangle2D other) {
        double width = Math.min(one.getMaxX(), other.getMaxX()) - Math.max(one.getMinX(), other.getMinX());
        double height = Math.min(one.getMaxY(), other.getMaxY()) - Math.max(one.getMinY(), other.getMinY());
        return width > 0 && height > 0 ? width * height : 0;
    }
}
