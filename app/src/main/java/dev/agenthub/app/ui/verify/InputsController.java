package dev.agenthub.app.ui.verify;

import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.verification.Trust;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Controls the inputs of a verification: export or proof, key and pin, each with a button to choose another. */
final class InputsController {
    private static final Messages MESSAGES = Messages.of(InputsController.class);

    private final VerifyViewModel model;
    private final FileDialogs files;
    private final Moments moments;

    @FXML
    private VBox inputs;
    @FXML
    private Label exportName;
    @FXML
    private Label keyName;
    @FXML
    private Label pinName;
    @FXML
    private Button dropPin;

    InputsController(VerifyViewModel model, FileDialogs files, Moments moments) {
        this.model = model;
        this.files = files;
        this.moments = moments;
    }

    @FXML
    void initialize() {
        model.inputs().subscribe(this::showInputs);
        model.outcome().subscribe(this::showKnownKey);
    }

    private void showInputs(VerifyInputs given) {
        Shown.set(inputs, !given.equals(VerifyInputs.NONE));
        exportName.setText(given.export() == null ? "" : given.export().toString());
        keyName.setText(keyText(given));
        pinName.setText(given.pin() == null
                ? MESSAGES.text("input.pin.none")
                : MESSAGES.text(given.hasState() ? "input.pin.chosen" : "input.pin.stateless",
                        String.valueOf(given.pinFile()), given.pin().checkpoint().size()));
        Shown.set(dropPin, given.pin() != null);
    }

    private String keyText(VerifyInputs given) {
        if (given.key() != null) {
            return MESSAGES.text("input.key.given", HiddenCharacters.marked(given.key().name()),
                    String.valueOf(given.keyFile()));
        }
        return given.pin() == null
                ? MESSAGES.text("input.key.none")
                : MESSAGES.text("input.key.pinned", HiddenCharacters.marked(given.pin().key().name()));
    }

    /** Shows the recorded key, which is known only after a verification has looked it up. */
    private void showKnownKey(@Nullable VerificationResult outcome) {
        if (outcome == null) {
            return;
        }
        Trust trust = outcome.trust();
        if (trust.source() == Trust.Source.KNOWN && trust.recorded() != null) {
            keyName.setText(MESSAGES.text("input.key.known", HiddenCharacters.marked(trust.key().name()),
                    moments.day(trust.recorded().since())));
        }
    }

    @FXML
    void chooseKey() {
        files.open(MESSAGES.text("dialog.key"), MESSAGES.text("dialog.key.kind"), "vkey").ifPresent(model::offerKey);
    }

    @FXML
    void choosePin() {
        files.open(MESSAGES.text("dialog.pin"), MESSAGES.text("dialog.pin.kind"), "pin").ifPresent(model::offerPin);
    }

    @FXML
    void forgetPin() {
        model.forgetPin();
    }

    @FXML
    void verifyAgain() {
        model.verify();
    }
}
