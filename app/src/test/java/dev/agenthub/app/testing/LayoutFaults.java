package dev.agenthub.app.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Bounds;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ScrollPane.ScrollBarPolicy;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;

/** Finds content of a window that cannot be reached or fully read. Use on the window's thread. */
public final class LayoutFaults {
    /** Positions are rounded to pixels. */
    private static final double TOLERANCE = 1;
    private static final double ENDLESS = 1e9;
    /** In lines: less of a list or of a text cannot be worked with. */
    private static final double FEWEST_LINES = 3;

    private final List<String> found = new ArrayList<>();

    private LayoutFaults() {}

    /** Where something is on screen, or is brought there by scrolling; in the scene's coordinates. */
    private record Room(double left, double top, double right, double bottom) {
        boolean holds(Bounds part) {
            return part.getMinX() >= left - TOLERANCE && part.getMaxX() <= right + TOLERANCE
                    && part.getMinY() >= top - TOLERANCE && part.getMaxY() <= bottom + TOLERANCE;
        }

        /** As high as a row of a list, which is drawn over by the next one. */
        Room within(Bounds row) {
            return new Room(left, row.getMinY(), right, row.getMaxY());
        }

        /** With all that scrolling down brings, and what scrolling aside does where that is possible. */
        Room scrolled(Bounds pane, boolean down, boolean aside) {
            return new Room(aside ? -ENDLESS : Math.max(left, pane.getMinX()), down ? -ENDLESS : top,
                    aside ? ENDLESS : Math.min(right, pane.getMaxX()), down ? ENDLESS : bottom);
        }
    }

    /** Everything that is wrong with what the scene shows; empty for nothing. */
    public static List<String> of(Scene scene) {
        LayoutFaults faults = new LayoutFaults();
        // Words may have come since the last frame.
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        faults.walk(scene.getRoot(), new Room(0, 0, scene.getWidth(), scene.getHeight()));
        return faults.found;
    }

    private void walk(Node node, Room room) {
        if (!node.isVisible()) {
            return;
        }
        Bounds bounds = node.localToScene(node.getLayoutBounds());
        if (mustBeReached(node) && !room.holds(bounds)) {
            found.add(String.format(Locale.ROOT, "%s at %.0f…%.0f, %.0f…%.0f lies outside of %s", name(node),
                    bounds.getMinX(), bounds.getMaxX(), bounds.getMinY(), bounds.getMaxY(), room));
        }
        if (node instanceof Labeled label) {
            checkWords(label);
        }
        if (node instanceof ScrollBar bar && bar.getOrientation() == Orientation.HORIZONTAL && bounds.getHeight() > 0) {
            found.add("a horizontal bar in " + name(bar.getParent()) + " of " + name(bar.getParent().getParent()));
        }
        if (node instanceof ListView<?> || node instanceof TableView<?> || node instanceof TextArea) {
            double line = new Text("x").getLayoutBounds().getHeight();
            if (bounds.getHeight() < FEWEST_LINES * line) {
                found.add(String.format(Locale.ROOT, "%s is only %.0f high", name(node), bounds.getHeight()));
            }
        }
        // The list of a box is in it all the time, and elsewhere once it opens.
        if (node instanceof Parent parent && !(node instanceof ComboBoxBase<?>)) {
            Room inside = switch (node) {
                case ScrollPane pane -> room.scrolled(bounds, pane.getVbarPolicy() != ScrollBarPolicy.NEVER,
                        pane.getHbarPolicy() != ScrollBarPolicy.NEVER);
                case ListView<?> _,TableView<?> _ -> room.scrolled(bounds, true, false);
                case IndexedCell<?> _ -> room.within(bounds);
                default -> room;
            };
            parent.getChildrenUnmodifiable().forEach(child -> walk(child, inside));
        }
    }

    private static boolean mustBeReached(Node node) {
        return switch (node) {
            case ButtonBase _,TextInputControl _,ComboBoxBase<?> _,ScrollPane _,ListView<?> _,TableView<?> _ -> true;
            case Labeled label -> hasWords(label);
            default -> false;
        };
    }

    private static boolean hasWords(Labeled label) {
        return label.getText() != null && !label.getText().isBlank()
                && label.getContentDisplay() != ContentDisplay.GRAPHIC_ONLY;
    }

    private void checkWords(Labeled label) {
        if (hasWords(label) && label.lookup(".text") instanceof Text drawn && !drawn.getText().equals(label.getText())
                && !isTold(label)) {
            found.add(name(label) + " ends in dots: " + drawn.getText());
        }
    }

    /** Whether something that appears under the pointer says all of it. */
    private static boolean isTold(Labeled label) {
        for (Node up = label; up != null; up = up.getParent()) {
            if (up instanceof Control control && control.getTooltip() != null
                    && control.getTooltip().getText().contains(label.getText())) {
                return true;
            }
        }
        return false;
    }

    private static String name(Node node) {
        String words = node instanceof Labeled label && label.getText() != null ? " “" + label.getText() + "”" : "";
        return (node.getId() == null ? node.getClass().getSimpleName() + node.getStyleClass() : node.getId())
                + (words.length() > 60 ? words.substring(0, 60) + "…" : words);
    }
}
