package dev.agenthub.app.ui.approvals.drafts;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.common.Shown;
import javafx.application.Platform;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The pane in which the arguments of a request are edited: draws what {@link EditViewModel} decides. */
public final class EditController {
    private static final Messages MESSAGES = Messages.of(EditController.class);

    private final EditViewModel model;
    private final RequestText wording;

    @FXML
    private VBox root;
    @FXML
    private Label title;
    @FXML
    private Label lead;
    @FXML
    private TextArea arguments;
    @FXML
    private TextField reason;
    @FXML
    private Label failure;
    @FXML
    private Button back;
    @FXML
    private Button replace;

    public EditController(EditViewModel model, RequestText wording) {
        this.model = model;
        this.wording = wording;
    }

    @FXML
    void initialize() {
        Shown.when(root, model.request().map(_ -> true).orElse(false));
        arguments.textProperty().bindBidirectional(model.arguments());
        reason.textProperty().bindBidirectional(model.reason());
        arguments.editableProperty().bind(model.busy().not());
        reason.editableProperty().bind(model.busy().not());
        Shown.text(failure, model.failure());
        back.disableProperty().bind(model.busy());
        back.setOnAction(_ -> model.close());
        replace.disableProperty().bind(model.busy());
        replace.setOnAction(_ -> model.replace());
        root.addEventHandler(KeyEvent.KEY_PRESSED, key -> {
            if (key.getCode() == KeyCode.ESCAPE && !model.busy().get()) {
                model.close();
                key.consume();
            }
        });
        model.request().subscribe(this::show);
    }

    private void show(@Nullable OpenRequest edited) {
        if (edited != null) {
            title.setText(MESSAGES.text("edit.title", wording.title(edited.detail().summary())));
            lead.setText(MESSAGES.text(edited.payload().files().isEmpty() ? "edit.lead" : "edit.lead.files"));
            // What had the focus is hidden first, which would take it away again.
            Platform.runLater(arguments::requestFocus);
        }
    }
}
