package dev.agenthub.bench.window;

import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.Stage;

/** The least that a JavaFX program shows. */
final class EmptyWindow {

    private EmptyWindow() {}

    /** On the window's thread. */
    static Scene show() {
        Stage stage = new Stage();
        Scene scene = new Scene(new Label("Empty"), 1280, 800);
        stage.setScene(scene);
        stage.show();
        return scene;
    }
}
