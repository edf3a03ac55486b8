package dev.agenthub.app.launcher;

import dev.agenthub.app.ui.common.TextSize;
import dev.agenthub.files.DurableFile;
import dev.agenthub.files.PrivateFolders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import javafx.geometry.Rectangle2D;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the window's last bounds and text size in a properties file with lines such as
 * {@code text-size=125}. An invalid file counts as missing.
 */
final class WindowFile {
    private static final Logger LOG = LoggerFactory.getLogger(WindowFile.class);
    private static final int LONGEST = 10_000;

    private final @Nullable Path file;

    /** Uses {@code file}, which may be missing; null to store nothing. */
    WindowFile(@Nullable Path file) {
        this.file = file;
    }

    /**
     * The state of a window.
     *
     * @param place its bounds when not maximized, in pixels; null where unknown
     * @param textSize in percent
     */
    record WindowState(@Nullable Rectangle2D place, boolean maximized, int textSize) {
        static final WindowState DEFAULTS = new WindowState(null, false, TextSize.DEFAULT);
    }

    WindowState read() {
        try {
            if (file == null || !Files.isRegularFile(file) || Files.size(file) > LONGEST) {
                return WindowState.DEFAULTS;
            }
            Properties lines = new Properties();
            lines.load(new ByteArrayInputStream(Files.readAllBytes(file)));
            Rectangle2D place = new Rectangle2D(number(lines, "x"), number(lines, "y"), number(lines, "width"),
                    number(lines, "height"));
            return new WindowState(place, Boolean.parseBoolean(lines.getProperty("maximized")),
                    TextSize.nearest((int) number(lines, "text-size")));
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("Nothing remembered of the window", e);
            return WindowState.DEFAULTS;
        }
    }

    /** Parses whole pixels, which excludes NaN and infinity. */
    private static double number(Properties lines, String name) {
        String value = lines.getProperty(name);
        if (value == null) {
            throw new IllegalArgumentException(name);
        }
        return Integer.parseInt(value);
    }

    void write(WindowState state) {
        Rectangle2D place = state.place();
        Path folder = file == null ? null : file.toAbsolutePath().getParent();
        if (file == null || folder == null || place == null) {
            return;
        }
        String lines = String.format(Locale.ROOT,
                "x=%.0f%ny=%.0f%nwidth=%.0f%nheight=%.0f%nmaximized=%b%ntext-size=%d%n",
                place.getMinX(), place.getMinY(), place.getWidth(), place.getHeight(), state.maximized(),
                state.textSize());
        try {
            PrivateFolders.create(folder);
            DurableFile.writePrivately(file, lines.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("How the window was is not remembered", e);
        }
    }
}
