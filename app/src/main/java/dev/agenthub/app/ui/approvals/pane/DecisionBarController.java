package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.api.RequestState;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.approvals.decide.ApproveGate;
import dev.agenthub.app.ui.approvals.decide.ApproveGate.Part;
import dev.agenthub.app.ui.approvals.decide.HeldKeyGuard;
import dev.agenthub.app.ui.approvals.decide.Pinned;
import dev.agenthub.app.ui.approvals.decide.StepUp;
import dev.agenthub.app.ui.approvals.decide.StepUpController;
import dev.agenthub.app.ui.approvals.drafts.EditViewModel;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.Views;
import dev.agenthub.app.ui.common.WrappingRow;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;

/** The bar below the request with everything a member can do about it; stays in place while the request scrolls. */
public final class DecisionBarController {
    private static final Messages MESSAGES = Messages.of(DecisionBarController.class);

    private final RequestViewModel model;
    private final RequestText wording;
    private final EditViewModel editing;
    private boolean low;

    @FXML
    private VBox root;
    @FXML
    private VBox decide;
    @FXML
    private Pane restLine;
    @FXML
    private Label rest;
    @FXML
    private CheckBox withoutRest;
    @FXML
    private TextField reason;
    @FXML
    private Button deny;
    @FXML
    private Button approve;
    @FXML
    private Button override;
    @FXML
    private Button withdraw;
    @FXML
    private Button edit;
    @FXML
    private WrappingRow takeBack;
    @FXML
    private WrappingRow decideLine;
    @FXML
    private TextField takeBackReason;
    @FXML
    private Button takeBackSubmit;
    @FXML
    private Label armed;
    @FXML
    private Label ineligible;
    @FXML
    private Node failurePane;
    @FXML
    private Label failure;

    DecisionBarController(RequestViewModel model, RequestText wording, EditViewModel editing) {
        this.model = model;
        this.wording = wording;
        this.editing = editing;
    }

    @FXML
    void initialize() {
        reason.textProperty().bindBidirectional(model.reason());
        withoutRest.selectedProperty().bindBidirectional(model.withoutRest());
        deny.setOnAction(_ -> model.deny());
        approve.setOnAction(_ -> model.approve());
        override.setOnAction(_ -> model.override());
        approve.setTooltip(new Tooltip(MESSAGES.text("keys.approve.tip", "A")));
        deny.setTooltip(new Tooltip(MESSAGES.text("keys.deny.tip", "D")));
        HeldKeyGuard.protect(deny, override, approve, withdraw, takeBackSubmit);
        withdraw.setOnAction(_ -> model.withdraw());
        edit.setOnAction(_ -> {
            if (model.content().get() instanceof RequestContent.Open(OpenRequest request)) {
                editing.begin(request);
            }
        });
        reason.setTooltip(new Tooltip(MESSAGES.text("request.reason")));
        takeBackReason.setTooltip(new Tooltip(MESSAGES.text("request.takeback.reason")));
        takeBackReason.textProperty().bindBidirectional(model.takeBackReason());
        takeBackSubmit.setOnAction(_ -> model.takeBack());
        takeBackSubmit.disableProperty().bind(model.takeBackReason().map(String::isBlank));
        failure.textProperty().bind(model.failure());
        Shown.when(failurePane, model.failure().map(sentence -> !sentence.isEmpty()));
        model.gate().state().subscribe(this::showGate);
        model.gate().hidden().subscribe(_ -> showGate(model.gate().state().get()));
        deny.disableProperty().bind(model.busy().or(model.steppingUp().asked()));
        reason.disableProperty().bind(model.steppingUp().asked());
        withdraw.disableProperty().bind(model.busy());
        StepUp asking = model.steppingUp();
        Shown.when(armed, asking.asked().not());
        root.getChildren().add(root.getChildren().indexOf(decide) + 1, Views
                .load(new StepUpController(asking, "request-step-up", MESSAGES.text("request.stepup"))).root());
    }

    /** Locks Approve while any of these nodes, or of this bar, is not wholly visible. */
    void pin(Map<Part, List<Node>> above) {
        Map<Part, List<Node>> parts = new EnumMap<>(above);
        parts.put(Part.WORDS, List.of(restLine, reason, armed));
        parts.put(Part.BUTTON, List.of(deny, override, approve));
        Pinned.watch(approve, model.gate(), parts,
                List.of(approve.getTooltip(), deny.getTooltip(), reason.getTooltip(), takeBackReason.getTooltip()));
    }

    /** The controls that take the request back instead of deciding it. */
    Node instead() {
        return takeBack;
    }

    /** Moves the keyboard focus to Approve; returns false while it is locked. */
    boolean focusApprove() {
        approve.requestFocus();
        return approve.isFocused();
    }

    /** Moves the keyboard focus to Deny; returns false if the request can't be denied. */
    boolean focusDeny() {
        deny.requestFocus();
        return deny.isFocused();
    }

    /** Where there is little room, the line that names what was not seen is the one that confirms it. */
    void setLow(boolean low) {
        this.low = low;
        Shown.set(rest, !low);
        decideLine.setLow(low);
        takeBack.setLow(low);
        reason.setPromptText(MESSAGES.text(low ? "request.reason.short" : "request.reason"));
        takeBackReason.setPromptText(MESSAGES.text(low ? "request.reason.short" : "request.takeback.reason"));
        showGate(model.gate().state().get());
    }

    void show(OpenRequest request) {
        approve.setText(wording.approve(request.detail().summary()));
        Shown.set(decide, request.decidable());
        Shown.set(override, model.mayOverride());
        Shown.set(withdraw, model.mayWithdraw());
        boolean cancellable = request.detail().cancellable();
        Shown.set(takeBackReason, cancellable);
        Shown.set(takeBackSubmit, cancellable);
        Shown.set(edit, request.detail().editable());
        Shown.set(takeBack, cancellable || request.detail().editable());
        boolean pending = request.detail().summary().state() == RequestState.PENDING;
        Shown.set(ineligible, pending && !request.detail().eligibility().eligible());
        ineligible.setText(wording.ineligible(request));
    }

    /** What was not on screen yet. Once the reader has said which rest they do without, that sentence stays as they said it. */
    void showRest() {
        int unread = model.unread().get();
        int unseen = model.unseenFiles().get();
        Shown.set(restLine, unread > 0 || unseen > 0 || withoutRest.isSelected());
        rest.setText(wording.rest(unread, unseen));
        if (!withoutRest.isSelected()) {
            withoutRest.setText(wording.confirmRest(unread, unseen));
        }
    }

    private void showGate(ApproveGate.State state) {
        approve.setDisable(state != ApproveGate.State.ARMED);
        override.setDisable(state != ApproveGate.State.ARMED);
        armed.setText(wording.gate(state, low, model.gate().hidden().get()));
    }
}
