package dev.agenthub.app.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.launcher.WindowFile.WindowState;
import dev.agenthub.app.platform.Monitors;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.SplashController.Step;
import java.nio.file.Path;
import javafx.geometry.Rectangle2D;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The window's bounds on the available monitors. */
final class DesktopWindowTest {
    @TempDir
    private Path folder;

    @Test
    void opensWhollyOnTheScreenWhateverItsSizeWas() throws Exception {
        try (Window other = new Window()) {
            assertOpensOnTheScreen(other, null);
            assertOpensOnTheScreen(other, new Rectangle2D(-300, -200, 5000, 4000));
            assertOpensOnTheScreen(other, new Rectangle2D(4000, 3000, 900, 600));
        }
    }

    private void assertOpensOnTheScreen(Window other, @Nullable Rectangle2D before) {
        assertThat(opened(other, before)).as("of %s on %s", before, Monitors.free())
                .matches(now -> Monitors.free().getFirst().contains(now));
    }

    /** Where the window is once it is drawn. */
    private Rectangle2D opened(Window other, @Nullable Rectangle2D before) {
        WindowFile file = new WindowFile(folder.resolve("window.properties"));
        if (before != null) {
            file.write(new WindowState(before, false, 100));
        }
        DesktopWindow opened = other.onWindow(() -> {
            DesktopWindow window = new DesktopWindow(file, () -> {});
            window.splash(Step.DATABASE);
            return window;
        });
        other.frame();
        Stage stage = opened.stage();
        Rectangle2D now = other.onWindow(() -> new Rectangle2D(stage.getX(), stage.getY(), stage.getWidth(),
                stage.getHeight()));
        other.onWindow(() -> {
            opened.close();
            return true;
        });
        return now;
    }
}
