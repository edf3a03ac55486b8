package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.EarlierLog;
import dev.agenthub.app.text.Hashes;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.View;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Controls the log's summary: size, head, last checkpoint, verifier key, earlier incarnations, and export. */
final class LogSummaryController {
    private static final Messages MESSAGES = Messages.of(LogSummaryController.class);
    private static final int CHUNKS_A_LINE = 2;

    private final AuditViewModel log;
    private final ExportViewModel exports;
    private final Moments moments;
    private final View<ExportController> export;

    @FXML
    private VBox chain;
    @FXML
    private Label size;
    @FXML
    private Label origin;
    @FXML
    private Label head;
    @FXML
    private Label checkpoint;
    @FXML
    private Label behind;
    @FXML
    private Label key;
    @FXML
    private Button copyKey;
    @FXML
    private VBox earlier;

    LogSummaryController(AuditViewModel log, ExportViewModel exports, Moments moments, View<ExportController> export) {
        this.log = log;
        this.exports = exports;
        this.moments = moments;
        this.export = export;
    }

    @FXML
    void initialize() {
        chain.getChildren().add(chain.getChildren().indexOf(earlier), export.root());
        log.log().subscribe(this::showLog);
    }

    private void showLog(@Nullable AuditLogInfo info) {
        size.setText(info == null ? "" : MESSAGES.text("chain.entries", info.size()));
        origin.setText(info == null ? "" : info.origin());
        head.setText(info == null ? "" : Hashes.inChunks(info.head(), CHUNKS_A_LINE));
        key.setText(info == null ? "" : info.verifierKey());
        copyKey.setDisable(info == null);
        var last = info == null ? null : LastCheckpoint.of(info);
        checkpoint.setText(last == null
                ? info == null ? "" : MESSAGES.text("chain.checkpoint.none")
                : last.at() == null
                        ? MESSAGES.text("chain.checkpoint.size", last.size())
                        : MESSAGES.text("chain.checkpoint.at", last.size(), moments.relative(last.at())));
        checkpoint.setTooltip(last == null || last.at() == null ? null : new Tooltip(moments.exact(last.at())));
        showEarlier(info);
        Shown.set(behind, last != null && last.behind() > 0);
        behind.setText(last == null ? "" : MESSAGES.text("chain.checkpoint.behind", last.behind()));
    }

    private void showEarlier(@Nullable AuditLogInfo info) {
        List<EarlierLog> logs = info == null ? List.of() : info.earlier();
        Shown.set(earlier, !logs.isEmpty());
        earlier.getChildren().setAll(new Label(MESSAGES.text("earlier.title")));
        earlier.getChildren().getFirst().getStyleClass().add("caption");
        for (EarlierLog before : logs) {
            var button = new Button(MESSAGES.text("earlier.export", before.incarnation(), before.size()));
            button.setId("audit-export-" + before.incarnation());
            button.setMnemonicParsing(false);
            button.setMaxWidth(Double.MAX_VALUE);
            button.disableProperty().bind(exports.running());
            button.setOnAction(_ -> export.controller().exportEarlier(before));
            earlier.getChildren().add(button);
        }
    }

    @FXML
    void copyKey() {
        var content = new ClipboardContent();
        content.putString(key.getText());
        Clipboard.getSystemClipboard().setContent(content);
        copyKey.setText(MESSAGES.text("word.copied"));
    }
}
