package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.Browser;
import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.platform.FxFileDialogs;
import dev.agenthub.app.platform.SystemBrowser;
import javafx.stage.Stage;

/** A program that uses the window as a person would, such as the tour. */
@FunctionalInterface
interface AutomatedUser {
    /** Called on its own thread once the sign-in screen is shown. Returns the desktop's exit code; the desktop then ends. */
    int accompany(Stage stage, EmbeddedBackend backend) throws Exception;

    /** Called on the JavaFX thread once the first window is painted, whatever it shows. */
    default void windowPainted(Stage stage) {}

    /** The file dialogs that the window uses meanwhile. */
    default FileDialogs dialogs(Stage stage) {
        return new FxFileDialogs(stage);
    }

    /** The browser that the window uses meanwhile. */
    default Browser browser() {
        return new SystemBrowser();
    }
}
