package dev.agenthub.app.platform;

import java.util.List;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;

/** Where windows can be seen. */
public final class Monitors {
    private static final Rectangle2D EVERYWHERE = new Rectangle2D(-1e6, -1e6, 2e6, 2e6);

    private Monitors() {}

    /** Whether nothing is drawn on any monitor: the Headless platform, whose one screen has a size that means nothing. */
    public static boolean none() {
        return "Headless".equals(System.getProperty("glass.platform"));
    }

    /** The area of each monitor, in the coordinates of windows; everywhere if there is none. */
    public static List<Rectangle2D> areas() {
        return none() ? List.of(EVERYWHERE) : Screen.getScreens().stream().map(Screen::getBounds).toList();
    }
}
