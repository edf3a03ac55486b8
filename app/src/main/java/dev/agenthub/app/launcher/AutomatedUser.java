package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.Browser;
import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.platform.FxFileDialogs;
import dev.agenthub.app.platform.SystemBrowser;
import javafx.stage.Stage;

/** A program that uses the window as a person would, such as the tour. */
@FunctionalInterface
interface AutomatedUser {
    /** Called on a thread of its own once the way in shows; what it returns becomes the exit code, and the desktop ends. */
    int accompany(Stage stage, EmbeddedBackend backend) throws Exception;

    /** Where the window asks for files while they are there. */
    default FileDialogs dialogs(Stage stage) {
        return new FxFileDialogs(stage);
    }

    /** What opens the pages that the window sends people to while they are there. */
    default Browser browser() {
        return new SystemBrowser();
    }
}
