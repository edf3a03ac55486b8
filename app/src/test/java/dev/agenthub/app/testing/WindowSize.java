package dev.agenthub.app.testing;

import dev.agenthub.app.platform.Monitors;
import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;

/** A size of a window, in pixels of a screen without scale. */
public record WindowSize(int width, int height) {
    /** The smallest that the window can become. */
    public static final WindowSize SMALLEST = new WindowSize(900, 600);
    private static final WindowSize FOLDED = new WindowSize(1000, 700);
    private static final WindowSize UNFOLDED = new WindowSize(1100, 700);
    /** The size at which the window opens the first time. */
    public static final WindowSize DEFAULT = new WindowSize(1280, 800);
    /** The Headless platform draws into a memory of 1,000 × 1,000 pixels, whatever is asked for, and fails beyond its end. */
    private static final WindowSize LARGEST_WITHOUT_SCREEN = new WindowSize(2560, 990);

    /** From the smallest to the largest that the screen has room for, on which windows of its own size are tried too. */
    public static List<WindowSize> all() {
        return fitting(SMALLEST, DEFAULT, whole());
    }

    /** The smallest, the narrowest in which the inbox stands beside the request, the usual one, and the whole of a real screen. */
    public static List<WindowSize> reading() {
        return Monitors.none()
                ? List.of(SMALLEST, UNFOLDED, DEFAULT)
                : fitting(SMALLEST, UNFOLDED, DEFAULT, whole());
    }

    /** The same, with one in which the rail is folded. */
    public static List<WindowSize> screens() {
        return fitting(SMALLEST, FOLDED, DEFAULT, whole());
    }

    /** As large as the screen. */
    private static WindowSize whole() {
        Rectangle2D screen = Screen.getPrimary().getBounds();
        return Monitors.none()
                ? LARGEST_WITHOUT_SCREEN
                : new WindowSize((int) screen.getWidth(), (int) screen.getHeight());
    }

    private static List<WindowSize> fitting(WindowSize... sizes) {
        WindowSize whole = whole();
        return Stream.of(sizes).distinct().filter(size -> size.width <= whole.width && size.height <= whole.height)
                .toList();
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
