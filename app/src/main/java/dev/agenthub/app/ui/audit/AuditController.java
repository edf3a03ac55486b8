package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.CheckpointRefusal;
import dev.agenthub.api.EarlierLog;
import dev.agenthub.app.text.Hashes;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.text.Sizes;
import dev.agenthub.app.ui.audit.ExportViewModel.Exported;
import dev.agenthub.app.ui.audit.FilterViewModel.Choice;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.ColumnWidths;
import dev.agenthub.app.ui.common.Columns;
import dev.agenthub.app.ui.common.ExactBytes;
import dev.agenthub.app.ui.common.Shown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Binds the audit screen: the log on the left, its events in the middle, the chosen one's bytes and link on the right. */
public final class AuditController {
    private static final int CHUNKS_A_LINE = 2;

    private final AuditViewModel log;
    private final FilterViewModel filter;
    private final ExportViewModel exports;
    private final RestoreViewModel restore;
    private final AppServices services;
    private final Consumer<Exported> verify;
    private static final Messages MESSAGES = Messages.of(AuditController.class);
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
    private Button exportSince;
    @FXML
    private VBox exporting;
    @FXML
    private ProgressBar exportProgress;
    @FXML
    private Label exportStatus;
    @FXML
    private VBox earlier;
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
    @FXML
    private ComboBox<Choice<String>> type;
    @FXML
    private ComboBox<Choice<Duration>> period;
    @FXML
    private TextField actor;
    @FXML
    private TextField subject;
    @FXML
    private Button clear;
    @FXML
    private Label filterFailure;
    @FXML
    private Button onlyActor;
    @FXML
    private Button onlySubject;
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
    private Columns detail;
    @FXML
    private Label place;
    @FXML
    private Label what;
    @FXML
    private Label by;
    @FXML
    private Label when;
    @FXML
    private FlowPane links;
    @FXML
    private Label recomputed;
    @FXML
    private Label byteCount;
    @FXML
    private StackPane bytes;

    /** The screen of one log; {@code verify} opens an export that was written here. */
    AuditController(AuditViewModel log, FilterViewModel filter, ExportViewModel exports, RestoreViewModel restore,
            AppServices services, Consumer<Exported> verify) {
        this.log = log;
        this.filter = filter;
        this.restore = restore;
        this.exports = exports;
        this.services = services;
        this.verify = verify;
        this.moments = new Moments(services.clock(), services.zone());
    }

    @FXML
    void initialize() {
        bindTable();
        bindFilter();
        bindExport();
        bindRestore();
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
        ColumnWidths.follow(table, services.textSize());
        table.setItems(log.rows());
        table.getSelectionModel().selectedItemProperty().subscribe(log::choose);
        placeholder.textProperty().bind(Bindings.when(log.loading()).then(MESSAGES.text("events.loading"))
                .otherwise(Bindings.when(filter.active()).then(MESSAGES.text("events.nothing"))
                        .otherwise(MESSAGES.text("events.none"))));
        Shown.when(more, log.more());
        more.disableProperty().bind(log.loading());
    }

    private void bindFilter() {
        type.getItems().setAll(filter.typeChoices());
        type.valueProperty().bindBidirectional(filter.type());
        period.getItems().setAll(filter.periodChoices());
        period.valueProperty().bindBidirectional(filter.period());
        actor.textProperty().bindBidirectional(filter.actor());
        subject.textProperty().bindBidirectional(filter.subject());
        Shown.when(clear, filter.active());
        Shown.text(filterFailure, filter.failure());
    }

    private void bindRestore() {
        log.log().subscribe(restore::show);
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

    private void bindExport() {
        export.disableProperty().bind(exports.running());
        exportSince.disableProperty().bind(exports.running());
        exportProgress.progressProperty().bind(exports.progress());
        exportStatus.textProperty().bind(exports.status());
        Shown.when(exporting, exports.running());
        Shown.when(exportDone, exports.exported().isNotNull());
        Shown.text(exportFailure, exports.failure());
        exports.exported().subscribe(this::showExported);
    }

    /** An export is itself an event, and signs a checkpoint: both belong on the screen. */
    private void showExported(@Nullable Exported done) {
        exported.setText(done == null
                ? ""
                : MESSAGES.text("export.done", done.file().getFileName(), Sizes.of(done.bytes()),
                        done.key().getFileName()));
        if (done != null) {
            log.refresh();
        }
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
            button.setOnAction(_ -> save().ifPresent(file -> exports.export(before, file)));
            earlier.getChildren().add(button);
        }
    }

    private void showChosen(@Nullable ChainLink chosen) {
        Shown.set(hint, chosen == null);
        Shown.set(detail, chosen != null);
        if (chosen == null) {
            return;
        }
        AuditRow row = chosen.row();
        place.setText(MESSAGES.text("detail.place", row.seq()));
        what.setText(row.what());
        by.setText(MESSAGES.text("detail.by", row.who()));
        when.setText(row.time() == null ? "" : moments.exact(row.time()));
        onlyActor.setText(MESSAGES.text("filter.only.actor", row.who()));
        Shown.set(onlyActor, !row.actorId().isEmpty());
        Shown.set(onlySubject, !row.subjectId().isEmpty());
        links.getChildren().setAll(LinkDrawing.of(chosen, MESSAGES));
        recomputed.setText(MESSAGES.text(chosen.recomputed() ? "detail.recomputed" : "detail.mismatch"));
        recomputed.getStyleClass().setAll("label", chosen.recomputed() ? "holds" : "broken");
        byteCount.setText(MESSAGES.text("detail.size", row.event().length));
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
        copyKey.setText(MESSAGES.text("chain.copied"));
    }

    @FXML
    void filter() {
        filter.changed();
    }

    @FXML
    void clearFilter() {
        filter.clear();
    }

    @FXML
    void onlyActor() {
        Optional.ofNullable(log.chosen().get()).ifPresent(chosen -> filter.only(chosen.row().actorId(), ""));
    }

    @FXML
    void onlySubject() {
        Optional.ofNullable(log.chosen().get()).ifPresent(chosen -> filter.only("", chosen.row().subjectId()));
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

    private Optional<Path> save() {
        return services.files().save(MESSAGES.text("export.title"), MESSAGES.text("export.file"),
                MESSAGES.text("export.name"),
                ExportViewModel.EXTENSION);
    }

    @FXML
    void export() {
        save().ifPresent(exports::export);
    }

    @FXML
    void exportSince() {
        services.files().open(MESSAGES.text("export.pin.title"), MESSAGES.text("export.pin.name"), "pin")
                .ifPresent(pin -> save().ifPresent(file -> exports.exportSince(pin, file)));
    }

    @FXML
    void cancelExport() {
        exports.cancel();
    }

    @FXML
    void verify() {
        Optional.ofNullable(exports.exported().get()).ifPresent(verify);
    }
}
