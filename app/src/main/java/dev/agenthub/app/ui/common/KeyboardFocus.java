package dev.agenthub.app.ui.common;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/**
 * Marks the focused node while the keyboard is used, so that the style sheet draws a focus ring. No ring is drawn
 * until a key is pressed. JavaFX's {@code :focus-visible} is not set where a shortcut or the program moves the focus.
 */
final class KeyboardFocus {
    private static final PseudoClass KEYED = PseudoClass.getPseudoClass("keyed");

    private final Scene scene;
    private boolean keys = true;

    private KeyboardFocus(Scene scene) {
        this.scene = scene;
    }

    /** Marks the focus in this window from now on. */
    static void mark(Scene scene) {
        KeyboardFocus focus = new KeyboardFocus(scene);
        scene.focusOwnerProperty().subscribe(focus::moved);
        scene.addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> focus.use(false));
        scene.addEventFilter(KeyEvent.KEY_PRESSED, key -> {
            if (!key.getCode().isModifierKey()) {
                focus.use(true);
            }
        });
    }

    private void moved(@Nullable Node before, @Nullable Node now) {
        show(before, false);
        show(now, keys);
    }

    private void use(boolean now) {
        keys = now;
        show(scene.getFocusOwner(), now);
    }

    private static void show(@Nullable Node owner, boolean marked) {
        if (owner != null) {
            owner.pseudoClassStateChanged(KEYED, marked);
        }
    }
}
