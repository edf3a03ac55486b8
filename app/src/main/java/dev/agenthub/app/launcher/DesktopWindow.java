package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.Monitors;
import dev.agenthub.app.ui.SplashController;
import dev.agenthub.app.ui.SplashController.Step;
import dev.agenthub.app.ui.common.Messages;
import dev.agenthub.app.ui.common.Theme;
import dev.agenthub.app.ui.common.View;
import dev.agenthub.app.ui.common.Views;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Stage;

/** The one window: first the splash, then the desktop, at the end the splash again. */
final class DesktopWindow {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 800;
    private static final int NARROWEST = 1100;
    private static final int LOWEST = 700;

    private final Stage stage = new Stage();
    private final Scene scene;
    private final View<SplashController> splash;

    DesktopWindow(SplashController splashController, Runnable onClose) {
        (Platform.getPreferences().getColorScheme() == ColorScheme.DARK ? Theme.DARK : Theme.LIGHT).use();
        splash = Views.load(splashController);
        scene = new Scene(splash.root(), WIDTH, HEIGHT);
        Theme.style(scene);
        stage.setScene(scene);
        stage.setTitle(Messages.of(SplashController.class).text("window.title"));
        stage.setMinWidth(NARROWEST);
        stage.setMinHeight(LOWEST);
        if (Monitors.none()) {
            // Its screen is smaller than the window, which would be centred out of reach.
            stage.setX(0);
            stage.setY(0);
        }
        stage.setOnCloseRequest(event -> {
            event.consume();
            onClose.run();
        });
        stage.show();
    }

    Stage stage() {
        return stage;
    }

    void show(Parent root) {
        scene.setRoot(root);
    }

    /** Back to the splash, which says what is waited for. */
    void splash(Step step) {
        splash.controller().waitFor(step);
        scene.setRoot(splash.root());
    }

    void comeToFront() {
        stage.setIconified(false);
        stage.show();
        stage.toFront();
        stage.requestFocus();
    }

    void close() {
        stage.hide();
    }
}
