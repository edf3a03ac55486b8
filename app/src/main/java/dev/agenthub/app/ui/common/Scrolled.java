package dev.agenthub.app.ui.common;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import org.jspecify.annotations.Nullable;

/**
 * Where a node lies in what a scroll pane scrolls, in pixels of that.
 *
 * @param part the node's bounds
 * @param room how much of the content the pane shows at once
 * @param rest by how much the content is higher than that; not above 0 where there is nothing to scroll
 */
public record Scrolled(ScrollPane pane, Bounds part, double room, double rest) {

    /** In a pane that has a content, and the node somewhere in it. */
    public static Scrolled in(ScrollPane pane, Node node) {
        Node content = pane.getContent();
        double room = pane.getViewportBounds().getHeight();
        return new Scrolled(pane, content.sceneToLocal(node.localToScene(node.getLayoutBounds())), room,
                content.getLayoutBounds().getHeight() - room);
    }

    /** In the nearest pane around it; null where there is none. */
    public static @Nullable Scrolled around(Node node) {
        for (Parent above = node.getParent(); above != null; above = above.getParent()) {
            if (above instanceof ScrollPane pane && pane.getContent() != null) {
                return in(pane, node);
            }
        }
        return null;
    }

    /** The first row of pixels of the content that is on show. */
    public double top() {
        return pane.getVvalue() * Math.max(0, rest);
    }

    /** Shows the content from there on, as far as it goes. */
    public void scrollTo(double top) {
        if (rest > 0) {
            pane.setVvalue(Math.clamp(top / rest, 0, 1));
        }
    }
}
