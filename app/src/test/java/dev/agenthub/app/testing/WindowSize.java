package dev.agenthub.app.testing;

import dev.agenthub.app.platform.Monitors;
import java.util.List;
import java.util.stream.Stream;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;

/** A size of a window, in pixels of a screen without scale. */
public record WindowSize(int width, int height) {
    private static final WindowSize SMALLEST = new WindowSize(900, 600);
    private static final WindowSize USUAL = new WindowSize(1280, 800);
    private static final WindowSize LARGEST = new WindowSize(2560, 1440);
    /** The Headless platform draws into a memory of 1,000 × 1,000 pixels, whatever is asked for, and fails beyond its end. */
    private static final WindowSize LARGEST_WITHOUT_SCREEN = new WindowSize(2560, 990);

    /** From the smallest to the largest that the screen has room for, on which windows of its own size are tried too. */
    public static List<WindowSize> all() {
        if (Monitors.none()) {
            return List.of(SMALLEST, USUAL, LARGEST_WITHOUT_SCREEN);
        }
        Rectangle2D screen = Screen.getPrimary().getBounds();
        WindowSize whole = new WindowSize((int) screen.getWidth(), (int) screen.getHeight());
        return Stream.of(SMALLEST, USUAL, whole, LARGEST).distinct()
                .filter(size -> size.width <= whole.width && size.height <= whole.height).toList();
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
