package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.CodedException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Detects whether this machine has a display to open a window on. */
final class WindowSystem {
    private WindowSystem() {}

    /** Why no window can be opened here, as the end of a sentence; null where one can. */
    static @Nullable String obstacle() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return system.startsWith("mac") || system.startsWith("windows") ? null : XServer.obstacle();
    }

    /**
     * Makes JavaFX draw into memory.
     *
     * @param obstacle why no window can be opened
     * @param allowed whether this is permitted; false where a person would have to see the window
     */
    static void useNone(String obstacle, boolean allowed) {
        if (!allowed && System.getProperty("glass.platform") == null) {
            throw new CodedException("NO_DISPLAY", "There is no display to open the window on: " + obstacle + ".");
        }
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
    }
}
