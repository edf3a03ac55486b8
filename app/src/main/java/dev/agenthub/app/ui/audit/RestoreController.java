package dev.agenthub.app.ui.audit;

import dev.agenthub.api.CheckpointRefusal;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.Shown;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Controls the notice that the log gets no more checkpoints, where an administrator can declare a restore of the database. */
final class RestoreController {
    private static final Messages MESSAGES = Messages.of(RestoreController.class);

    private final RestoreViewModel restore;
    private final Moments moments;

    @FXML
    private VBox banner;
    @FXML
    private Label refusal;
    @FXML
    private Label refusalSince;
    @FXML
    private Button askRestore;
    @FXML
    private VBox asking;
    @FXML
    private TextArea reason;
    @FXML
    private Button declare;
    @FXML
    private Label restoreFailure;

    RestoreController(RestoreViewModel restore, Moments moments) {
        this.restore = restore;
        this.moments = moments;
    }

    @FXML
    void initialize() {
        restore.refusal().subscribe(this::showRefusal);
        Shown.when(askRestore, restore.mayRestore().and(restore.asking().not()));
        Shown.when(asking, restore.asking());
        reason.textProperty().bindBidirectional(restore.reason());
        declare.disableProperty().bind(restore.ready().not());
        Shown.text(restoreFailure, restore.failure());
    }

    private void showRefusal(@Nullable CheckpointRefusal now) {
        Shown.set(banner, now != null);
        if (now != null) {
            refusal.setText(LogNoticeViewModel.reason(now));
            refusalSince.setText(MESSAGES.text("refused.since", now.message(), now.code(), moments.relative(now.at())));
            refusalSince.setTooltip(new Tooltip(moments.exact(now.at())));
        }
    }

    @FXML
    void askRestore() {
        restore.ask();
    }

    @FXML
    void declareRestore() {
        restore.declare();
    }

    @FXML
    void cancelRestore() {
        restore.cancel();
    }
}
