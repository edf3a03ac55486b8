package dev.agenthub.app.testing;

import java.util.Locale;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Border;
import javafx.scene.layout.BorderStroke;
import javafx.scene.layout.Region;

/** Checks the focus ring on the screen. */
public final class FocusRing {
    private static final int AROUND = 6;
    /** Least pixels of a ring: around the smallest button, with one side cut off. */
    private static final int FEWEST_PIXELS = 40;

    private final Window window;

    public FocusRing(Window window) {
        this.window = window;
    }

    /** The fault of the focused node's ring; empty for none. Keeps the focus. */
    public String fault(Node node) {
        return window.onWindow(() -> {
            WritableImage with = picture(node);
            String drawnWith = drawn(node);
            node.getScene().getRoot().requestFocus();
            WritableImage without = picture(node);
            String drawnWithout = drawn(node);
            node.requestFocus();
            int seen = 0;
            for (int y = 0; y < with.getHeight(); y++) {
                for (int x = 0; x < with.getWidth(); x++) {
                    if (Contrast.of(with.getPixelReader().getColor(x, y),
                            without.getPixelReader().getColor(x, y)) >= Contrast.OF_FOCUS) {
                        seen++;
                    }
                }
            }
            return seen >= FEWEST_PIXELS
                    ? ""
                    : String.format(Locale.ROOT, "%d pixels at %s, with the focus %s, without %s", seen, node,
                            drawnWith, drawnWithout);
        });
    }

    private static String drawn(Node node) {
        Border border = node instanceof Region region ? region.getBorder() : null;
        return node.getPseudoClassStates() + (border == null
                ? " no border"
                : " border " + border.getStrokes().stream().map(BorderStroke::getTopStroke).toList());
    }

    private static WritableImage picture(Node node) {
        Parent root = node.getScene().getRoot();
        root.applyCss();
        root.layout();
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        double left = Math.max(0, bounds.getMinX() - AROUND);
        double top = Math.max(0, bounds.getMinY() - AROUND);
        double right = Math.min(node.getScene().getWidth(), bounds.getMaxX() + AROUND);
        double bottom = Math.min(node.getScene().getHeight(), bounds.getMaxY() + AROUND);
        SnapshotParameters part = new SnapshotParameters();
        part.setViewport(new Rectangle2D(left, top, Math.max(1, right - left), Math.max(1, bottom - top)));
        return root.snapshot(part, null);
    }
}
