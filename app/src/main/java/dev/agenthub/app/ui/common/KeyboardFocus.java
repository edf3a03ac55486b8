package dev.agenthub.app.ui.common;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/**
 * Marks what has the focus of a window while keys are used, for the style sheet to draw a ring around it. Whoever points sees where: there
 * is no ring until a key is pressed. JavaFX's own {@code :focus-visible} knows nothing of a focus that a shortcut or the program moves.
 */
final class KeyboardFocus {
    private static final PseudoClass KEYED = PseudoClass.getPseudoClass("keyed");

    private final Scene scene;
    private boolean keys = true;

    private KeyboardFocus(Scene scene) {
        this.scene = scene;
    }

    /** From now on, in that window. */
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
