package dev.agenthub.app.testing;

import dev.agenthub.app.tour.PngFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Scene;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/** Writes pictures of a test's window where {@code -Dagenthub.pictures=DIR} is set. */
public final class Pictures {
    private Pictures() {}

    /** Where pictures go that every run leaves. */
    public static Path display(String name) {
        return Path.of(System.getProperty("agenthub.display", "target/display"), name + ".png");
    }

    /** Call on the window's thread. */
    public static void take(Scene scene, String name) {
        String folder = System.getProperty("agenthub.pictures");
        if (folder != null) {
            write(scene.snapshot(null), Path.of(folder, name + ".png"));
        }
    }

    /** Leaves a picture in that file, whose folder is made; on any thread. */
    public static void write(WritableImage shown, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            PngFile.write(shown, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its colours as ARGB, row by row. */
    public static int[] pixels(WritableImage shown) {
        int width = (int) shown.getWidth();
        int height = (int) shown.getHeight();
        int[] pixels = new int[width * height];
        shown.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return pixels;
    }
}
