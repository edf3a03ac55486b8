package dev.agenthub.app.ui.approvals.decide;

import dev.agenthub.app.ui.common.Shown;
import java.util.Map;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.VBox;

/** The field that asks the deciding member for their passphrase, beside the decision: draws {@link StepUp}. */
public final class StepUpController {
    private final StepUp model;
    private final String id;
    private final String question;

    @FXML
    private VBox root;
    @FXML
    private Label words;
    @FXML
    private PasswordField passphrase;
    @FXML
    private Button leave;
    @FXML
    private Button submit;
    @FXML
    private Label failure;

    /**
     * Makes the field.
     *
     * @param id the prefix of the ids of its nodes
     * @param question the sentence that says what the passphrase is needed for
     */
    public StepUpController(StepUp model, String id, String question) {
        this.model = model;
        this.id = id;
        this.question = question;
    }

    @FXML
    void initialize() {
        Map<Node, String> ids = Map.of(root, "", passphrase, "-passphrase", leave, "-leave", submit, "-submit", failure,
                "-failure");
        ids.forEach((node, end) -> node.setId(id + end));
        words.setText(question);
        Shown.when(root, model.asked());
        Shown.text(failure, model.failure());
        passphrase.textProperty().bindBidirectional(model.passphrase());
        passphrase.disableProperty().bind(model.busy());
        passphrase.setOnAction(_ -> model.submit());
        submit.setOnAction(_ -> model.submit());
        HeldKeyGuard.protect(submit);
        submit.disableProperty().bind(model.busy().or(model.passphrase().isEmpty()));
        leave.setOnAction(_ -> model.leave());
        leave.disableProperty().bind(model.busy());
        model.asked().subscribe(_ -> focus());
        model.busy().subscribe(_ -> focus());
    }

    /** Whoever is asked can type at once, also after a wrong one. */
    private void focus() {
        if (model.asked().get() && !model.busy().get()) {
            Platform.runLater(passphrase::requestFocus);
        }
    }
}
