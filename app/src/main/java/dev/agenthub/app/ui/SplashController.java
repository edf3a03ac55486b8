package dev.agenthub.app.ui;

import dev.agenthub.app.text.Failure;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Shown;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Controls the splash screen: the current step of a start or stop, or why the start failed. */
public final class SplashController {
    private static final Messages MESSAGES = Messages.of(SplashController.class);

    /** The steps of a start or stop. */
    public enum Step {
        FIRST_DATABASE, DATABASE, CONNECTION, SHUTDOWN
    }

    private final Runnable onQuit;

    @FXML
    private FontIcon icon;
    @FXML
    private Label title;
    @FXML
    private Label tagline;
    @FXML
    private ProgressBar bar;
    @FXML
    private Label step;
    @FXML
    private Label code;
    @FXML
    private Button quit;

    public SplashController(Runnable onQuit) {
        this.onQuit = onQuit;
    }

    @FXML
    void initialize() {
        Shown.set(code, false);
        Shown.set(quit, false);
        quit.setOnAction(_ -> onQuit.run());
    }

    public void waitFor(Step what) {
        step.setText(MESSAGES.text("splash.step." + what.name()));
    }

    public void failed(Failure failure) {
        icon.setIconCode(Feather.ALERT_OCTAGON);
        title.setText(MESSAGES.text("splash.failed"));
        step.setText(failure.sentence());
        step.getStyleClass().setAll("label");
        code.setText(failure.code());
        Shown.set(tagline, false);
        Shown.set(bar, false);
        Shown.set(code, true);
        Shown.set(quit, true);
    }
}
