package dev.agenthub.app.ui.approvals.decide;

import java.util.EnumSet;
import java.util.Set;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * Lets a key activate a button only if it was pressed down while the button had the focus. A key that was already held when
 * the focus arrived activates nothing, however often it repeats, until it is released.
 */
public final class HeldKeyGuard {
    private static final Set<KeyCode> PRESSING = EnumSet.of(KeyCode.SPACE, KeyCode.ENTER);

    private final Set<KeyCode> down = EnumSet.noneOf(KeyCode.class);
    private boolean repeated;

    /** Filters every key of the window before it reaches the node that has the focus. */
    private HeldKeyGuard(Scene scene) {
        scene.addEventFilter(KeyEvent.KEY_PRESSED, key -> repeated = !down.add(key.getCode()));
        scene.addEventFilter(KeyEvent.KEY_RELEASED, key -> down.remove(key.getCode()));
    }

    /** Protects these buttons. */
    public static void protect(ButtonBase... buttons) {
        for (ButtonBase button : buttons) {
            // Installed when the button enters the window, to know the keys that were down before it had the focus.
            button.sceneProperty().subscribe(scene -> {
                if (scene != null) {
                    of(scene);
                }
            });
            button.addEventFilter(KeyEvent.KEY_PRESSED, key -> {
                if (PRESSING.contains(key.getCode()) && of(button.getScene()).repeated) {
                    key.consume();
                }
            });
        }
    }

    private static HeldKeyGuard of(Scene scene) {
        return (HeldKeyGuard) scene.getProperties().computeIfAbsent(HeldKeyGuard.class, _ -> new HeldKeyGuard(scene));
    }
}
