package dev.agenthub.app.platform;

import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;

/** Where windows can be seen. */
public final class Monitors {
    private static final Rectangle2D EVERYWHERE = new Rectangle2D(-1e6, -1e6, 2e6, 2e6);

    /** Windows that are drawn nowhere begin at 0, 0 and have the size of a usual window. */
    private static final Rectangle2D NOWHERE = new Rectangle2D(0, 0, 1280, 800);

    private Monitors() {}

    /** Whether nothing is drawn on any monitor: the Headless platform, whose one screen has a size that means nothing. */
    public static boolean none() {
        return "Headless".equals(System.getProperty("glass.platform"));
    }

    /**
     * What windows may cover of each monitor, the main one first; with nothing drawn
     * anywhere, of one that is large enough for every window.
     */
    public static List<Rectangle2D> free() {
        if (none()) {
            return List.of(NOWHERE);
        }
        Screen main = Screen.getPrimary();
        return Stream.concat(Stream.of(main), Screen.getScreens().stream().filter(each -> !each.equals(main)))
                .map(Screen::getVisualBounds).toList();
    }

    /** The area of each monitor, in the coordinates of windows; everywhere if there is none. */
    public static List<Rectangle2D> areas() {
        return none() ? List.of(EVERYWHERE) : Screen.getScreens().stream().map(Screen::getBounds).toList();
    }
}
