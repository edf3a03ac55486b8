package dev.agenthub.app.testing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Scene;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/** Keeps what a test's window showed, for a person to look at, when {@code -Dagenthub.pictures=DIR} asks for it. */
public final class Pictures {
    private Pictures() {}

    /** Call on the window's thread. */
    public static void take(Scene scene, String name) {
        String folder = System.getProperty("agenthub.pictures");
        if (folder == null) {
            return;
        }
        WritableImage shown = scene.snapshot(null);
        int width = (int) shown.getWidth();
        int height = (int) shown.getHeight();
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        PixelReader pixels = shown.getPixelReader();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                copy.setRGB(x, y, pixels.getArgb(x, y));
            }
        }
        try {
            Files.createDirectories(Path.of(folder));
            ImageIO.write(copy, "png", Path.of(folder, name + ".png").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
