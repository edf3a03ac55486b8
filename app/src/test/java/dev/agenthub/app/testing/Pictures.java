package dev.agenthub.app.testing;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Scene;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

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
        BufferedImage copy = new BufferedImage((int) shown.getWidth(), (int) shown.getHeight(),
                BufferedImage.TYPE_INT_RGB);
        read(shown, ((DataBufferInt) copy.getRaster().getDataBuffer()).getData());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ImageIO.write(copy, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its colours as ARGB, row by row. */
    public static int[] pixels(WritableImage shown) {
        int[] pixels = new int[((int) shown.getWidth()) * ((int) shown.getHeight())];
        read(shown, pixels);
        return pixels;
    }

    private static void read(WritableImage shown, int[] pixels) {
        int width = (int) shown.getWidth();
        shown.getPixelReader().getPixels(0, 0, width, (int) shown.getHeight(), PixelFormat.getIntArgbInstance(), pixels,
                0, width);
    }
}
