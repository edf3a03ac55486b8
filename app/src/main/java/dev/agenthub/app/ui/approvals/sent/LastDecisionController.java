package dev.agenthub.app.ui.approvals.sent;

import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.common.ClampedLabel;
import dev.agenthub.app.ui.common.Shown;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** The line above the pane with the state of the request decided last: draws {@link LastDecision}. */
public final class LastDecisionController {
    private final LastDecision model;
    private final RequestText wording;

    @FXML
    private HBox root;
    @FXML
    private Label outcome;
    @FXML
    private ClampedLabel title;
    @FXML
    private Label failure;
    @FXML
    private Button show;
    @FXML
    private Button undo;
    @FXML
    private Button dismiss;

    public LastDecisionController(LastDecision model, RequestText wording) {
        this.model = model;
        this.wording = wording;
    }

    @FXML
    void initialize() {
        show.setOnAction(_ -> model.show());
        undo.setOnAction(_ -> model.undo());
        dismiss.setOnAction(_ -> model.dismiss());
        undo.disableProperty().bind(model.busy());
        Shown.text(failure, model.failure());
        model.request().subscribe(this::show);
    }

    private void show(@Nullable OpenRequest last) {
        Shown.set(root, last != null);
        if (last != null) {
            outcome.setText(wording.decided(last));
            title.show(wording.title(last.detail().summary()));
            Shown.set(undo, model.undoable());
        }
    }
}
