package dev.agenthub.app.launcher;

import dev.agenthub.app.launcher.WindowFile.WindowState;
import dev.agenthub.app.platform.Monitors;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.SplashController;
import dev.agenthub.app.ui.SplashController.Step;
import dev.agenthub.app.ui.common.TextSize;
import dev.agenthub.app.ui.common.Theme;
import dev.agenthub.app.ui.common.Views;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The desktop's only window: it shows the splash screen, then the desktop, and at the end
 * the splash screen again. It restores its last size, position and text size.
 */
final class DesktopWindow {
    private final Stage stage = new Stage();
    private final TextSize textSize = new TextSize();
    private final WindowFile file;
    private final Scene scene = new Scene(new Region());
    private final SplashController splash;
    /** The splash screen once it was shown; a start screen needs none. */
    private @Nullable Parent splashRoot;
    /** The window's bounds when it is not maximized. */
    private @Nullable Rectangle2D place;

    /** {@code onClose} is run when the person closes the window or quits on the splash screen. */
    DesktopWindow(WindowFile file, Runnable onClose) {
        this.file = file;
        splash = new SplashController(onClose);
        WindowState before = file.read();
        (Platform.getPreferences().getColorScheme() == ColorScheme.DARK ? Theme.DARK : Theme.LIGHT).use();
        Theme.style(scene);
        textSize.set(before.textSize());
        textSize.style(scene);
        stage.setScene(scene);
        stage.setTitle(Messages.of(SplashController.class).text("window.title"));
        putAt(WindowPlace.of(before.place(), Monitors.free()));
        stage.setMaximized(before.maximized());
        stage.setOnCloseRequest(event -> {
            event.consume();
            onClose.run();
        });
        stage.xProperty().subscribe(this::notePlace);
        stage.yProperty().subscribe(this::notePlace);
        stage.widthProperty().subscribe(this::notePlace);
        stage.heightProperty().subscribe(this::notePlace);
    }

    private void putAt(Rectangle2D wanted) {
        stage.setX(wanted.getMinX());
        stage.setY(wanted.getMinY());
        stage.setWidth(wanted.getWidth());
        stage.setHeight(wanted.getHeight());
        stage.setMinWidth(Math.min(WindowPlace.NARROWEST, wanted.getWidth()));
        stage.setMinHeight(Math.min(WindowPlace.LOWEST, wanted.getHeight()));
    }

    private void notePlace() {
        if (!stage.isMaximized() && !stage.isIconified() && !stage.isFullScreen()) {
            place = new Rectangle2D(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight());
        }
    }

    Stage stage() {
        return stage;
    }

    TextSize textSize() {
        return textSize;
    }

    /** Shows {@code root} alone, and opens the window where it was not open yet. */
    void show(Parent root) {
        scene.setRoot(root);
        if (!stage.isShowing()) {
            stage.show();
            notePlace();
        }
    }

    /** Shows the splash screen with the current step. */
    void splash(Step step) {
        showSplash();
        splash.waitFor(step);
    }

    /** Shows on the splash screen why the start failed. */
    void failed(Failure failure) {
        showSplash();
        splash.failed(failure);
    }

    private void showSplash() {
        Parent root = splashRoot;
        if (root == null) {
            root = Views.load(splash).root();
            splashRoot = root;
        }
        show(root);
    }

    void comeToFront() {
        stage.setIconified(false);
        stage.show();
        stage.toFront();
        stage.requestFocus();
    }

    void close() {
        file.write(new WindowState(place, stage.isMaximized(), textSize.percent().get()));
        stage.hide();
    }
}
