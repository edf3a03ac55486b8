package dev.agenthub.app.ui.approvals;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;

/** Scrolls what a node lies in. */
final class Reveal {
    private Reveal() {}

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
