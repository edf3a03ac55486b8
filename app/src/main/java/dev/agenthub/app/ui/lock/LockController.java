package dev.agenthub.app.ui.lock;

import dev.agenthub.api.Me;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.signin.SignInViewModel;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;

/** Controls the lock screen: the member's name and the passphrase field. */
final class LockController {
    private final Me me;
    private final SignInViewModel model;
    private final Runnable onSignOut;

    @FXML
    private Label name;
    @FXML
    private Label organization;
    @FXML
    private PasswordField passphrase;
    @FXML
    private Label failure;
    @FXML
    private Button unlock;
    @FXML
    private Button cancel;
    @FXML
    private Label working;
    @FXML
    private Hyperlink signOut;

    LockController(Me me, SignInViewModel model, Runnable onSignOut) {
        this.me = me;
        this.model = model;
        this.onSignOut = onSignOut;
    }

    @FXML
    void initialize() {
        name.setText(HiddenCharacters.marked(me.name()));
        organization.setText(HiddenCharacters.marked(me.organization()));
        passphrase.textProperty().bindBidirectional(model.passphrase());
        passphrase.disableProperty().bind(model.busy());
        passphrase.setOnAction(_ -> model.signIn());
        unlock.setOnAction(_ -> model.signIn());
        unlock.disableProperty().bind(model.busy());
        Shown.when(working, model.busy());
        Shown.when(cancel, model.busy());
        cancel.setOnAction(_ -> model.cancel());
        Shown.when(signOut, model.busy().not());
        signOut.setOnAction(_ -> onSignOut.run());
        Shown.text(failure, model.failure());
        model.busy().subscribe((_, now) -> {
            if (!now) {
                focus();
            }
        });
    }

    /** Focuses the passphrase field. */
    void focus() {
        Platform.runLater(passphrase::requestFocus);
    }
}
