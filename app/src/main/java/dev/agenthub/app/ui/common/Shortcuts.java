package dev.agenthub.app.ui.common;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.event.EventHandler;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.TraversalDirection;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.PopupWindow;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * Handles shortcuts wherever the focus is in a window. It runs only the shortcuts that it lists, so that all are documented in the overlay.
 */
public final class Shortcuts {
    private final Parent root;
    private final Supplier<List<Group>> inForce;
    private final EventHandler<KeyEvent> filter = this::hear;
    private KeyCode pressed = KeyCode.UNDEFINED;

    /**
     * A group of shortcuts.
     *
     * @param title the place where they work
     */
    public record Group(String title, List<Shortcut> shortcuts) {
        public Group {
            shortcuts = List.copyOf(shortcuts);
        }
    }

    /** Handles the keys of the window that contains {@code root}, for as long as it does. */
    public Shortcuts(Parent root, Supplier<List<Group>> inForce) {
        this.root = root;
        this.inForce = inForce;
        root.sceneProperty().subscribe(this::move);
        move(null, root.getScene());
    }

    private void move(@Nullable Scene before, @Nullable Scene now) {
        if (before != null) {
            before.removeEventFilter(KeyEvent.ANY, filter);
        }
        if (now != null) {
            now.addEventFilter(KeyEvent.ANY, filter);
        }
    }

    private void hear(KeyEvent key) {
        if (key.getEventType() == KeyEvent.KEY_PRESSED) {
            pressed = key.getCode();
            leaveText(key);
            run(key, shortcut -> shortcut.isPressedBy(key));
        } else if (key.getEventType() == KeyEvent.KEY_TYPED && isPlain(key) && !isText(root.getScene())
                && !isMenuOpen(root.getScene())) {
            KeyCode from = pressed;
            run(key, shortcut -> shortcut.isTypedBy(key.getCharacter(), from));
        }
    }

    private void run(KeyEvent key, Predicate<Shortcut> meant) {
        inForce.get().stream().flatMap(group -> group.shortcuts().stream())
                .filter(shortcut -> meant.test(shortcut) && shortcut.applies().getAsBoolean()).findFirst()
                .ifPresent(shortcut -> {
                    key.consume();
                    shortcut.action().run();
                });
    }

    /** Makes Tab leave text areas, which would insert it instead. */
    private void leaveText(KeyEvent key) {
        if (key.getCode() == KeyCode.TAB && isPlain(key) && root.getScene().getFocusOwner() instanceof TextArea text) {
            key.consume();
            text.requestFocusTraversal(key.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
        }
    }

    private static boolean isPlain(KeyEvent key) {
        return !key.isControlDown() && !key.isAltDown() && !key.isMetaDown();
    }

    /** Whether the focus is in a text input. */
    private static boolean isText(Scene scene) {
        Node focused = scene.getFocusOwner();
        return (focused instanceof TextInputControl text && text.isEditable())
                || (focused instanceof ComboBoxBase<?> box && box.isEditable())
                || (focused instanceof Spinner<?> spinner && spinner.isEditable());
    }

    private static boolean isMenuOpen(Scene scene) {
        return Window.getWindows().stream().anyMatch(window -> window instanceof PopupWindow popup
                && !(popup instanceof Tooltip) && popup.isShowing() && scene.equals(scene(popup)));
    }

    private static @Nullable Scene scene(PopupWindow popup) {
        Window owner = popup.getOwnerWindow();
        return owner == null ? null : owner.getScene();
    }
}
