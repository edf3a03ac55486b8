package dev.agenthub.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.launcher.WindowFile.WindowState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WindowPlaceTest {
    private static final Rectangle2D MAIN = new Rectangle2D(0, 24, 1920, 1056);
    private static final Rectangle2D LEFT = new Rectangle2D(-1280, 0, 1280, 1024);
    private static final Rectangle2D SMALL = new Rectangle2D(0, 0, 800, 480);

    @TempDir
    private Path folder;

    @Test
    void beginsInTheMiddleOfTheMainMonitor() {
        assertThat(WindowPlace.of(null, List.of(MAIN, LEFT))).isEqualTo(new Rectangle2D(320, 152, 1280, 800));
    }

    @Test
    void isNeverLargerThanTheMonitor() {
        assertThat(WindowPlace.of(null, List.of(SMALL))).isEqualTo(SMALL);
        assertThat(WindowPlace.of(MAIN, List.of(SMALL))).isEqualTo(SMALL);
    }

    @Test
    void comesBackWhereItWasOnTheMonitorWhereMostOfItWas() {
        Rectangle2D before = new Rectangle2D(-1200, 100, 1000, 700);
        assertThat(WindowPlace.of(before, List.of(MAIN, LEFT))).isEqualTo(before);
        assertThat(WindowPlace.of(before, List.of(MAIN))).as("without that monitor")
                .isEqualTo(new Rectangle2D(0, 100, 1000, 700));
        assertThat(WindowPlace.of(new Rectangle2D(-300, 900, 1000, 700), List.of(LEFT, MAIN)))
                .as("more of it on the other").isEqualTo(new Rectangle2D(0, 380, 1000, 700));
    }

    @Test
    void isAlwaysWhollyOnOneMonitor() {
        Random random = new Random(16);
        for (int i = 0; i < 2000; i++) {
            Rectangle2D before = new Rectangle2D(random.nextInt(8000) - 4000, random.nextInt(8000) - 4000,
                    random.nextInt(4000), random.nextInt(4000));
            Rectangle2D now = WindowPlace.of(before, List.of(MAIN, LEFT, new Rectangle2D(1920, 0, 640, 480)));
            assertThat(List.of(MAIN, LEFT, new Rectangle2D(1920, 0, 640, 480))).as("%s became %s", before, now)
                    .anyMatch(monitor -> monitor.contains(now));
        }
    }

    @Test
    void remembersHowTheWindowWas() throws IOException {
        WindowFile file = new WindowFile(folder.resolve("new").resolve("window.properties"));
        assertThat(file.read()).isEqualTo(WindowState.DEFAULTS);
        WindowState state = new WindowState(new Rectangle2D(-12, 34, 1000, 700), true, 150);
        file.write(state);
        assertThat(file.read()).isEqualTo(state);
        assertThat(Files.readString(folder.resolve("new").resolve("window.properties"))).contains("text-size=150");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "x=NaN\ny=0\nwidth=1\nheight=1\ntext-size=100",
            "x=0\ny=0\nwidth=-5\nheight=1\ntext-size=100", "x=\\u00", "x=1e9\ny=0", "x=99999999999\ny=0\nwidth=1"})
    void beginsAnewWhereTheFileMakesNoSense(String content) throws IOException {
        Path file = folder.resolve("window.properties");
        Files.write(file, content.getBytes(StandardCharsets.UTF_8));
        assertThat(new WindowFile(file).read()).isEqualTo(WindowState.DEFAULTS);
    }

    @Test
    void takesASizeOfTextThatThereIs() throws IOException {
        Path file = folder.resolve("window.properties");
        Files.writeString(file, "x=0\ny=0\nwidth=1000\nheight=700\ntext-size=5000\n");
        assertThat(new WindowFile(file).read().textSize()).isEqualTo(200);
    }

    @Test
    void remembersNothingWithoutAFile() {
        WindowFile none = new WindowFile(null);
        none.write(new WindowState(MAIN, false, 150));
        assertThat(none.read()).isEqualTo(WindowState.DEFAULTS);
    }
}
