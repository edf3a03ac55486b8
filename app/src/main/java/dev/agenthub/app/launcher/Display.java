package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.CodedException;
import java.util.Locale;
import java.util.stream.Stream;

/** Tells whether this machine has a display to open a window on. */
final class Display {
    private Display() {}

    /** Only the Unix desktops can be without one, and they name it in the environment. */
    static boolean isThere() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return system.startsWith("mac") || system.startsWith("windows")
                || Stream.of("DISPLAY", "WAYLAND_DISPLAY").map(System::getenv).anyMatch(Display::isNamed);
    }

    private static boolean isNamed(String display) {
        return display != null && !display.isBlank();
    }

    /**
     * Has JavaFX draw into memory.
     *
     * @param allowed false where somebody would have to look at the window
     */
    static void useNone(boolean allowed) {
        if (!allowed && System.getProperty("glass.platform") == null) {
            throw new CodedException("NO_DISPLAY", "There is no display to open the window on.");
        }
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
    }
}
