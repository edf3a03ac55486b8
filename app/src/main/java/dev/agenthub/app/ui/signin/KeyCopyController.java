package dev.agenthub.app.ui.signin;

import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Shown;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;

/** Controls the form that backs up or restores a key: passphrase and file. */
public final class KeyCopyController {
    private static final Messages MESSAGES = Messages.of(KeyCopyController.class);

    private final KeyCopyViewModel model;
    private final Runnable goBack;

    @FXML
    private Label title;
    @FXML
    private Label hint;
    @FXML
    private PasswordField passphrase;
    @FXML
    private Label failure;
    @FXML
    private Label result;
    @FXML
    private Button submit;
    @FXML
    private Button cancel;
    @FXML
    private Label working;
    @FXML
    private Hyperlink back;

    public KeyCopyController(KeyCopyViewModel model, Runnable goBack) {
        this.model = model;
        this.goBack = goBack;
    }

    @FXML
    void initialize() {
        KeyCard card = model.card();
        String kind = card == null ? "copy.restore" : "copy.backup";
        title.setText(MESSAGES.text(kind + ".title"));
        hint.setText(MESSAGES.text(kind + ".hint", card == null ? "" : HiddenCharacters.marked(card.name())));
        submit.setText(MESSAGES.text(kind + ".submit"));
        passphrase.textProperty().bindBidirectional(model.passphrase());
        passphrase.setOnAction(_ -> model.copy());
        submit.setOnAction(_ -> model.copy());
        submit.disableProperty().bind(model.busy());
        Shown.when(working, model.busy());
        Shown.when(cancel, model.busy());
        cancel.setOnAction(_ -> model.cancel());
        Shown.text(failure, model.failure());
        Shown.text(result, model.result());
        back.setOnAction(_ -> goBack.run());
        Platform.runLater(passphrase::requestFocus);
    }
}
