package dev.agenthub.app.ui.approvals;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;

/** Scrolls what a node lies in. */
final class Reveal {
    private static final double PIXEL = 1;

    private Reveal() {}

    /**
     * Scrolls the nearest scroll pane around the node towards the part of it that is hidden beyond the pane's edge, by no more than that.
     *
     * @param distance in pixels, negative for what is hidden above
     * @return whether there was such a part
     */
    static boolean towards(Node node, double distance) {
        for (Parent above = node.getParent(); above != null; above = above.getParent()) {
            if (above instanceof ScrollPane pane && pane.getContent() != null) {
                Node content = pane.getContent();
                Bounds part = content.sceneToLocal(node.localToScene(node.getLayoutBounds()));
                double room = pane.getViewportBounds().getHeight();
                double rest = content.getLayoutBounds().getHeight() - room;
                double top = pane.getVvalue() * Math.max(0, rest);
                double hidden = distance > 0 ? part.getMaxY() - top - room : top - part.getMinY();
                if (rest <= 0 || hidden < PIXEL) {
                    return false;
                }
                double step = Math.min(Math.abs(distance), hidden) * Math.signum(distance);
                pane.setVvalue(Math.clamp((top + step) / rest, 0, 1));
                return true;
            }
        }
        return false;
    }

    /** Brings the node to the middle of the nearest scroll pane around it, as far as that goes. */
    static void inItsPane(Node node) {
        for (Parent above = node.getParent(); above != null; above = above.getParent()) {
            if (above instanceof ScrollPane pane && pane.getContent() != null) {
                Node content = pane.getContent();
                Bounds part = content.sceneToLocal(node.localToScene(node.getLayoutBounds()));
                double room = pane.getViewportBounds().getHeight();
                double rest = content.getLayoutBounds().getHeight() - room;
                if (rest > 0) {
                    pane.setVvalue(Math.clamp((part.getCenterY() - room / 2) / rest, 0, 1));
                }
                return;
            }
        }
    }
}
