package dev.agenthub.app.platform;

import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;

/** The areas of the monitors, in pixels of window coordinates. */
public final class Monitors {
    private static final Rectangle2D EVERYWHERE = new Rectangle2D(-1e6, -1e6, 2e6, 2e6);

    /** The area used without a monitor: at 0, 0, as large as a usual window. */
    private static final Rectangle2D NOWHERE = new Rectangle2D(0, 0, 1280, 800);

    private Monitors() {}

    /** Whether JavaFX runs on the Headless platform, whose only screen has no meaningful size. */
    public static boolean none() {
        return "Headless".equals(System.getProperty("glass.platform"));
    }

    /**
     * The area of each monitor without task bars, the main one first. Without a monitor, one area that is large enough for every window.
     */
    public static List<Rectangle2D> free() {
        if (none()) {
            return List.of(NOWHERE);
        }
        Screen main = Screen.getPrimary();
        return Stream.concat(Stream.of(main), Screen.getScreens().stream().filter(each -> !each.equals(main)))
                .map(Screen::getVisualBounds).toList();
    }

    /** The whole area of each monitor. Without a monitor, an unbounded area. */
    public static List<Rectangle2D> areas() {
        return none() ? List.of(EVERYWHERE) : Screen.getScreens().stream().map(Screen::getBounds).toList();
    }
}
