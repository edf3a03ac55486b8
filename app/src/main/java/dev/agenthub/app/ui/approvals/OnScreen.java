package dev.agenthub.app.ui.approvals;

import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;

/** Tells whether a node can be seen: inside its window, and inside the clip of everything that it lies in. */
final class OnScreen {
    /** Positions are rounded to pixels. */
    private static final double TOLERANCE = 1;

    private OnScreen() {}

    /** Whether all of {@code node} is in its window and nothing above it hides or clips a part of it. */
    static boolean isWhole(Node node) {
        Scene scene = node.getScene();
        if (scene == null) {
            return false;
        }
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        if (!holds(new BoundingBox(0, 0, scene.getWidth(), scene.getHeight()), bounds)) {
            return false;
        }
        for (Node above = node; above != null; above = above.getParent()) {
            Node clip = above.getClip();
            if (!above.isVisible() || (clip != null && !holds(above.localToScene(clip.getBoundsInParent()), bounds))) {
                return false;
            }
        }
        return true;
    }

    private static boolean holds(Bounds room, Bounds bounds) {
        return bounds.getMinX() >= room.getMinX() - TOLERANCE && bounds.getMaxX() <= room.getMaxX() + TOLERANCE
                && bounds.getMinY() >= room.getMinY() - TOLERANCE && bounds.getMaxY() <= room.getMaxY() + TOLERANCE;
    }
}
