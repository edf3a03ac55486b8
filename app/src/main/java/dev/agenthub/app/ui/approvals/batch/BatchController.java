package dev.agenthub.app.ui.approvals.batch;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.approvals.batch.BatchViewModel.Stage;
import dev.agenthub.app.ui.approvals.decide.ApproveGate;
import dev.agenthub.app.ui.approvals.decide.ApproveGate.Part;
import dev.agenthub.app.ui.approvals.decide.HeldKeyGuard;
import dev.agenthub.app.ui.approvals.decide.Pinned;
import dev.agenthub.app.ui.approvals.decide.StepUpController;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.Views;
import dev.agenthub.evidence.statement.Decision;
import java.util.List;
import java.util.Map;
import javafx.beans.InvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** The pane in which several requests are decided together: draws what {@link BatchViewModel} decides. */
public final class BatchController {
    private static final Messages MESSAGES = Messages.of(BatchController.class);

    private final BatchViewModel model;
    private final RequestText wording;
    private final BatchText batchWording = new BatchText();

    @FXML
    private VBox root;
    @FXML
    private Label title;
    @FXML
    private Label lead;
    @FXML
    private Label totals;
    @FXML
    private Label high;
    @FXML
    private Label changed;
    @FXML
    private VBox unshownPane;
    @FXML
    private Label unshown;
    @FXML
    private Button showNext;
    @FXML
    private Button leaveOut;
    @FXML
    private ListView<BatchRow> list;
    @FXML
    private Label end;
    @FXML
    private VBox choose;
    @FXML
    private TextField reason;
    @FXML
    private Button close;
    @FXML
    private Button deny;
    @FXML
    private Button approve;
    @FXML
    private VBox confirmPane;
    @FXML
    private Button back;
    @FXML
    private Button confirm;
    @FXML
    private Label armed;
    @FXML
    private HBox sending;
    @FXML
    private Button stop;
    @FXML
    private HBox result;
    @FXML
    private Button done;

    public BatchController(BatchViewModel model, RequestText wording) {
        this.model = model;
        this.wording = wording;
    }

    @FXML
    void initialize() {
        list.setCellFactory(_ -> new BatchCell(model, wording, batchWording));
        list.setItems(model.rows());
        reason.textProperty().bindBidirectional(model.reason());
        showNext.setOnAction(_ -> model.showNext());
        leaveOut.setOnAction(_ -> model.leaveOutUnshown());
        close.setOnAction(_ -> model.close());
        deny.setOnAction(_ -> model.decide(Decision.DENY));
        approve.setOnAction(_ -> model.decide(Decision.APPROVE));
        back.setOnAction(_ -> model.back());
        confirm.setOnAction(_ -> model.confirm());
        stop.setOnAction(_ -> model.stop());
        HeldKeyGuard.protect(deny, approve, confirm);
        done.setOnAction(_ -> model.done());
        stop.disableProperty().bind(model.stopping());
        root.getChildren().add(root.getChildren().indexOf(sending), Views
                .load(new StepUpController(model.steppingUp(), "batch-step-up", MESSAGES.text("batch.stepup"))).root());
        model.steppingUp().asked().subscribe(_ -> show(model.stage().get()));
        Shown.when(changed, model.changed());
        Shown.text(end, model.end().map(batchWording::end).orElse(""));
        root.addEventHandler(KeyEvent.KEY_PRESSED, this::leaveByEscape);
        root.sceneProperty().flatMap(scene -> scene.windowProperty()).flatMap(window -> window.focusedProperty())
                .orElse(false).subscribe(inFront -> model.gate().setInFront(inFront));
        model.gate().state().subscribe(this::showGate);
        model.gate().hidden().subscribe(_ -> showGate(model.gate().state().get()));
        Pinned.watch(confirm, model.gate(), Map.of(Part.TITLE, List.of(title, lead), Part.TOTALS,
                List.of(totals, high, changed), Part.WORDS, List.of(armed), Part.BUTTON, List.of(confirm)), List.of());
        InvalidationListener again = _ -> showRows();
        model.rows().addListener(again);
        model.stopping().addListener(again);
        model.stage().subscribe(this::show);
    }

    private void show(Stage stage) {
        Shown.set(root, stage != Stage.CLOSED && stage != Stage.READING);
        Shown.set(choose, stage == Stage.CHOOSE);
        Shown.set(confirmPane, stage == Stage.CONFIRM);
        boolean asked = model.steppingUp().asked().get();
        Shown.set(sending, stage == Stage.SENDING && !asked);
        Shown.set(result, stage == Stage.RESULT);
        showRows();
        // What goes on by itself, or back, has the focus: never what signs.
        switch (stage) {
            case CHOOSE -> focus(model.unshown() > 0 ? showNext : reason);
            case CONFIRM -> focus(back);
            case SENDING -> {
                if (!asked) {
                    focus(stop);
                }
            }
            case RESULT -> focus(done);
            case CLOSED, READING -> {}
        }
    }

    private static void focus(Node node) {
        if (node.getScene() != null) {
            node.requestFocus();
        }
    }

    private void showRows() {
        Stage stage = model.stage().get();
        int requests = model.rows().size();
        title.setText(batchWording.title(model));
        lead.setText(batchWording.lead(model));
        totals.setText(batchWording.totals(model.rows()));
        Shown.set(totals, stage == Stage.CHOOSE || stage == Stage.CONFIRM);
        high.setText(batchWording.high(model.rows()));
        Shown.set(high, !high.getText().isEmpty() && (stage == Stage.CHOOSE || stage == Stage.CONFIRM));
        unshown.setText(batchWording.unshown(model.unshown()));
        Shown.set(unshownPane, stage == Stage.CHOOSE && model.unshown() > 0);
        deny.setText(batchWording.choose(Decision.DENY, requests));
        approve.setText(batchWording.choose(Decision.APPROVE, requests));
        approve.setDisable(model.unshown() > 0);
        confirm.setText(batchWording.confirm(model.decision(), requests));
    }

    private void showGate(ApproveGate.State state) {
        confirm.setDisable(state != ApproveGate.State.ARMED);
        armed.setText(batchWording.gate(state, model.gate().hidden().get()));
    }

    private void leaveByEscape(KeyEvent key) {
        if (key.getCode() == KeyCode.ESCAPE) {
            if (model.stage().get() == Stage.CONFIRM) {
                model.back();
            } else {
                model.close();
            }
            key.consume();
        }
    }
}
