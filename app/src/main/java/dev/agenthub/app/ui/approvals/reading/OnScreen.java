package dev.agenthub.app.ui.approvals.reading;

import dev.agenthub.app.platform.Monitors;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Background;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.shape.Shape;
import javafx.stage.PopupWindow;
import javafx.stage.Stage;
import javafx.stage.Window;

/**
 * Finds out which part of a node is visible: inside the focused window, on a monitor, inside the clips of all its
 * parents, and not covered by other nodes or windows of this program.
 */
public final class OnScreen {
    /** Positions are rounded to pixels. */
    private static final double TOLERANCE = 0.5;

    private final Node node;
    /** Where something of it could be seen, one for each monitor; all bounds here are in the scene's coordinates. */
    private final List<Bounds> rooms;
    private final List<Bounds> covers = new ArrayList<>();

    private OnScreen(Node node) {
        this(node, List.of());
    }

    private OnScreen(Node node, List<? extends Window> but) {
        this.node = node;
        this.rooms = rooms(node);
        if (!rooms.isEmpty()) {
            collectCovers(but);
        }
    }

    static OnScreen of(Node node) {
        return new OnScreen(node);
    }

    /** Whether the whole node is visible. */
    public static boolean isWhole(Node node) {
        return of(node).holds(node.getLayoutBounds());
    }

    /** Whether the whole node is visible, not counting what the windows {@code but} cover. */
    public static boolean isWhole(Node node, List<? extends Window> but) {
        return new OnScreen(node, but).holds(node.getLayoutBounds());
    }

    /** Whether all of this part of the node, in the node's own coordinates, can be seen. */
    boolean holds(Bounds part) {
        Bounds bounds = node.localToScene(part);
        return rooms.stream().anyMatch(room -> holds(room, bounds))
                && covers.stream().noneMatch(cover -> overlaps(cover, bounds));
    }

    private static List<Bounds> rooms(Node node) {
        Scene scene = node.getScene();
        Window window = scene == null ? null : scene.getWindow();
        if (scene == null || window == null || !window.isShowing() || !window.isFocused()
                || (window instanceof Stage stage && stage.isIconified())) {
            return List.of();
        }
        Bounds room = new BoundingBox(0, 0, scene.getWidth(), scene.getHeight());
        for (Node above = node; above != null; above = above.getParent()) {
            if (!above.isVisible() || above.getOpacity() == 0) {
                return List.of();
            }
            Node clip = above.getClip();
            if (clip != null) {
                room = intersection(room, above.localToScene(clip.getBoundsInParent()));
            }
        }
        List<Bounds> rooms = new ArrayList<>();
        for (Rectangle2D monitor : Monitors.areas()) {
            Bounds seen = intersection(room, inScene(scene, window, monitor));
            if (!seen.isEmpty()) {
                rooms.add(seen);
            }
        }
        return rooms;
    }

    /** Nothing knows what windows of other programs lie above; the one that a person works in is on top. */
    private void collectCovers(List<? extends Window> but) {
        Scene scene = node.getScene();
        Window window = scene.getWindow();
        for (Window other : Window.getWindows()) {
            if (other instanceof PopupWindow && other.isShowing() && !but.contains(other)) {
                addCover(inScene(scene, window, new Rectangle2D(other.getX(), other.getY(),
                        Math.max(0, other.getWidth()), Math.max(0, other.getHeight()))));
            }
        }
        Node below = node;
        for (Parent parent = node.getParent(); parent != null; parent = parent.getParent()) {
            List<Node> children = parent.getChildrenUnmodifiable();
            children.subList(children.indexOf(below) + 1, children.size()).forEach(this::collectCovers);
            below = parent;
        }
    }

    private void collectCovers(Node above) {
        Bounds bounds = above.localToScene(above.getBoundsInLocal());
        if (!above.isVisible() || above.getOpacity() == 0 || rooms.stream().noneMatch(room -> overlaps(room, bounds))) {
            return;
        }
        if (draws(above)) {
            addCover(bounds);
        } else if (above instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(this::collectCovers);
        }
    }

    private void addCover(Bounds cover) {
        if (rooms.stream().anyMatch(room -> overlaps(room, cover))) {
            covers.add(cover);
        }
    }

    /** Whether the node itself, not what lies in it, leaves anything on the screen. */
    private static boolean draws(Node node) {
        return switch (node) {
            case Region region -> (region.getBackground() != null && draws(region.getBackground()))
                    || (region.getBorder() != null && !region.getBorder().isEmpty());
            case Shape _,ImageView _,Canvas _ -> true;
            default -> false;
        };
    }

    private static boolean draws(Background background) {
        return !background.getImages().isEmpty() || background.getFills().stream()
                .anyMatch(fill -> !(fill.getFill() instanceof Color colour) || colour.getOpacity() > 0);
    }

    private static Bounds inScene(Scene scene, Window window, Rectangle2D area) {
        return new BoundingBox(area.getMinX() - window.getX() - scene.getX(),
                area.getMinY() - window.getY() - scene.getY(), area.getWidth(), area.getHeight());
    }

    private static Bounds intersection(Bounds one, Bounds other) {
        double x = Math.max(one.getMinX(), other.getMinX());
        double y = Math.max(one.getMinY(), other.getMinY());
        return new BoundingBox(x, y, Math.min(one.getMaxX(), other.getMaxX()) - x,
                Math.min(one.getMaxY(), other.getMaxY()) - y);
    }

    private static boolean holds(Bounds room, Bounds part) {
        return part.getMinX() >= room.getMinX() - TOLERANCE && part.getMaxX() <= room.getMaxX() + TOLERANCE
                && part.getMinY() >= room.getMinY() - TOLERANCE && part.getMaxY() <= room.getMaxY() + TOLERANCE;
    }

    private static boolean overlaps(Bounds one, Bounds other) {
        return one.getMinX() < other.getMaxX() - TOLERANCE && other.getMinX() < one.getMaxX() - TOLERANCE
                && one.getMinY() < other.getMaxY() - TOLERANCE && other.getMinY() < one.getMaxY() - TOLERANCE;
    }
}
