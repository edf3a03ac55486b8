package dev.agenthub.app.ui.approvals.sent;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.approvals.decide.HeldKeyGuard;
import dev.agenthub.app.ui.approvals.drafts.LeftDecision;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.common.ClampedLabel;
import dev.agenthub.app.ui.common.Shown;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/** The line above the inbox about a decision that failed after its request had left the screen: draws {@link LeftDecisions}. */
public final class LeftDecisionController {
    private static final Messages MESSAGES = Messages.of(LeftDecisionController.class);

    private final LeftDecisions model;
    private final RequestText wording;
    private final Consumer<UUID> open;

    @FXML
    private HBox root;
    @FXML
    private Label outcome;
    @FXML
    private ClampedLabel title;
    @FXML
    private Label why;
    @FXML
    private Button repeat;
    @FXML
    private Button show;
    @FXML
    private Button dismiss;

    /**
     * Makes the line.
     *
     * @param open shows the request with this id
     */
    public LeftDecisionController(LeftDecisions model, RequestText wording, Consumer<UUID> open) {
        this.model = model;
        this.wording = wording;
        this.open = open;
    }

    @FXML
    void initialize() {
        repeat.setOnAction(_ -> model.repeat());
        show.setOnAction(_ -> model.open().ifPresent(open));
        dismiss.setOnAction(_ -> model.dismiss());
        HeldKeyGuard.protect(repeat);
        repeat.disableProperty().bind(model.busy());
        show.disableProperty().bind(model.busy());
        dismiss.disableProperty().bind(model.busy());
        Shown.when(repeat, model.repeatable());
        InvalidationListener again = _ -> show();
        model.first().addListener(again);
        model.busy().addListener(again);
        model.others().addListener(again);
        show();
    }

    private void show() {
        LeftDecision left = model.first().get();
        Shown.set(root, left != null);
        if (left == null) {
            return;
        }
        String named = wording.title(left.request().detail().summary());
        String said = MESSAGES
                .text((left.isUnconfirmed() ? "left.unconfirmed." : "left.failed.") + left.action().word());
        int more = model.others().get();
        outcome.setText(more == 0 ? said : MESSAGES.text("left.more", said, more));
        title.show(named);
        why.setText(model.busy().get() ? MESSAGES.text("left.busy") : left.failure().line());
        repeat.setAccessibleText(MESSAGES.text("left.repeat.name." + left.action().word(), named));
        show.setAccessibleText(MESSAGES.text("word.open", named));
    }
}
