package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.app.ui.audit.ExportViewModel.Exported;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.ExactBytes;
import dev.agenthub.app.ui.common.Hashes;
import dev.agenthub.app.ui.common.Messages;
import dev.agenthub.app.ui.common.Moments;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.Sizes;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Binds the audit screen: the log on the left, its events in the middle, the chosen one's bytes and link on the right. */
public final class AuditController {
    private static final int CHUNKS_A_LINE = 2;

    private final AuditViewModel log;
    private final ExportViewModel exports;
    private final AppServices services;
    private final Consumer<Exported> verify;
    private final Messages words = Messages.of(AuditController.class);
    private final Moments moments;

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
    private Button export;
    @FXML
    private VBox exporting;
    @FXML
    private Label exportFailure;
    @FXML
    private VBox exportDone;
    @FXML
    private Label exported;
    @FXML
    private Label failure;
    @FXML
    private Label placeholder;
    @FXML
    private TableView<AuditRow> table;
    @FXML
    private TableColumn<AuditRow, AuditRow> seqColumn;
    @FXML
    private TableColumn<AuditRow, AuditRow> whenColumn;
    @FXML
    private TableColumn<AuditRow, AuditRow> whoColumn;
    @FXML
    private TableColumn<AuditRow, AuditRow> whatColumn;
    @FXML
    private TableColumn<AuditRow, AuditRow> subjectColumn;
    @FXML
    private Button more;
    @FXML
    private Label hint;
    @FXML
    private HBox detail;
    @FXML
    private Label place;
    @FXML
    private Label what;
    @FXML
    private Label by;
    @FXML
    private Label when;
    @FXML
    private HBox links;
    @FXML
    private Label recomputed;
    @FXML
    private Label byteCount;
    @FXML
    private StackPane bytes;

    /** The screen of one log; {@code verify} opens an export that was written here. */
    public AuditController(AuditViewModel log, ExportViewModel exports, AppServices services,
            Consumer<Exported> verify) {
        this.log = log;
        this.exports = exports;
        this.services = services;
        this.verify = verify;
        this.moments = new Moments(services.clock(), services.zone());
    }

    @FXML
    void initialize() {
        bindTable();
        bindExport();
        log.log().subscribe(this::showLog);
        log.chosen().subscribe(this::showChosen);
        Shown.text(failure, log.failure());
    }

    private void bindTable() {
        var cells = new AuditCells(moments);
        cells.number(seqColumn);
        cells.moment(whenColumn);
        cells.text(whoColumn, AuditRow::who);
        cells.text(whatColumn, AuditRow::what);
        cells.text(subjectColumn, AuditRow::subject);
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.setItems(log.rows());
        table.getSelectionModel().selectedItemProperty().subscribe(log::choose);
        placeholder.textProperty().bind(Bindings.when(log.loading()).then(words.text("events.loading"))
                .otherwise(words.text("events.none")));
        Shown.when(more, log.more());
        more.disableProperty().bind(log.loading());
    }

    private void bindExport() {
        export.disableProperty().bind(exports.running());
        Shown.when(exporting, exports.running());
        Shown.when(exportDone, exports.exported().isNotNull());
        Shown.text(exportFailure, exports.failure());
        exports.exported().subscribe(this::showExported);
    }

    /** An export is itself an event, and signs a checkpoint: both belong on the screen. */
    private void showExported(@Nullable Exported done) {
        exported.setText(done == null
                ? ""
                : words.text("export.done", done.file().getFileName(), Sizes.of(done.bytes()),
                        done.key().getFileName()));
        if (done != null) {
            log.refresh();
        }
    }

    private void showLog(@Nullable AuditLogInfo info) {
        size.setText(words.text("chain.entries", info == null ? 0 : info.size()));
        origin.setText(info == null ? "" : info.origin());
        head.setText(info == null ? "" : Hashes.inChunks(info.head(), CHUNKS_A_LINE));
        key.setText(info == null ? "" : info.verifierKey());
        copyKey.setDisable(info == null);
        var last = info == null ? null : LastCheckpoint.of(info);
        checkpoint.setText(last == null
                ? words.text("chain.checkpoint.none")
                : words.text("chain.checkpoint.size", last.size()));
        Shown.set(behind, last != null && last.behind() > 0);
        behind.setText(last == null ? "" : words.text("chain.checkpoint.behind", last.behind()));
    }

    private void showChosen(@Nullable ChainLink chosen) {
        Shown.set(hint, chosen == null);
        Shown.set(detail, chosen != null);
        if (chosen == null) {
            return;
        }
        AuditRow row = chosen.row();
        place.setText(words.text("detail.place", row.seq()));
        what.setText(row.what());
        by.setText(words.text("detail.by", row.who()));
        when.setText(row.time() == null ? "" : moments.exact(row.time()));
        links.getChildren().setAll(LinkDrawing.of(chosen, words));
        recomputed.setText(words.text(chosen.recomputed() ? "detail.recomputed" : "detail.mismatch"));
        recomputed.getStyleClass().setAll("label", chosen.recomputed() ? "holds" : "broken");
        byteCount.setText(words.text("detail.size", row.event().length));
        bytes.getChildren().setAll(ExactBytes.of(row.event()));
    }

    @FXML
    void refresh() {
        log.refresh();
    }

    @FXML
    void loadMore() {
        log.loadMore();
    }

    @FXML
    void copyKey() {
        var content = new ClipboardContent();
        content.putString(key.getText());
        Clipboard.getSystemClipboard().setContent(content);
        copyKey.setText(words.text("chain.copied"));
    }

    @FXML
    void export() {
        services.files().save(words.text("export.title"), words.text("export.file"), words.text("export.name"),
                ExportViewModel.EXTENSION).ifPresent(exports::export);
    }

    @FXML
    void verify() {
        Optional.ofNullable(exports.exported().get()).ifPresent(verify);
    }
}
