package dev.agenthub.app.ui.common;

import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import org.jspecify.annotations.Nullable;

/**
 * The position of a node within a scroll pane's content, in pixels.
 *
 * @param part the node's bounds
 * @param room the visible height of the content
 * @param rest how much higher the content is than {@code room}; 0 or less where there is nothing to scroll
 */
public record Scrolled(ScrollPane pane, Bounds part, double room, double rest) {

    /** The position of a descendant of the pane's content. */
    public static Scrolled in(ScrollPane pane, Node node) {
        Node content = pane.getContent();
        double room = pane.getViewportBounds().getHeight();
        return new Scrolled(pane, content.sceneToLocal(node.localToScene(node.getLayoutBounds())), room,
                content.getLayoutBounds().getHeight() - room);
    }

    /** The position in the nearest enclosing scroll pane; null where there is none. */
    public static @Nullable Scrolled around(Node node) {
        for (Parent above = node.getParent(); above != null; above = above.getParent()) {
            if (above instanceof ScrollPane pane && pane.getContent() != null) {
                return in(pane, node);
            }
        }
        return null;
    }

    /** The topmost visible pixel row of the content. */
    public double top() {
        return pane.getVvalue() * Math.max(0, rest);
    }

    /** Scrolls so that this pixel row is topmost, as far as possible. */
    public void scrollTo(double top) {
        if (rest > 0) {
            pane.setVvalue(Math.clamp(top / rest, 0, 1));
        }
    }
}
