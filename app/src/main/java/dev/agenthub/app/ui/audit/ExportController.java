package dev.agenthub.app.ui.audit;

import dev.agenthub.api.EarlierLog;
import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Sizes;
import dev.agenthub.app.ui.audit.ExportViewModel.Exported;
import dev.agenthub.app.ui.common.Shown;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Controls exports: starts them, shows progress, and opens the file on the Verify screen. */
final class ExportController {
    private static final Messages MESSAGES = Messages.of(ExportController.class);

    private final ExportViewModel exports;
    private final FileDialogs files;
    private final Consumer<Exported> verify;

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
    private Label exportFailure;
    @FXML
    private VBox exportDone;
    @FXML
    private Label exported;

    /** {@code verify} opens an export written here on the Verify screen. */
    ExportController(ExportViewModel exports, FileDialogs files, Consumer<Exported> verify) {
        this.exports = exports;
        this.files = files;
        this.verify = verify;
    }

    @FXML
    void initialize() {
        export.disableProperty().bind(exports.running());
        exportSince.disableProperty().bind(exports.running());
        exportProgress.progressProperty().bind(exports.progress());
        exportStatus.textProperty().bind(exports.status());
        Shown.when(exporting, exports.running());
        Shown.when(exportDone, exports.exported().isNotNull());
        Shown.text(exportFailure, exports.failure());
        exports.exported().subscribe(this::showExported);
    }

    private void showExported(@Nullable Exported done) {
        exported.setText(done == null
                ? ""
                : MESSAGES.text("export.done", done.file().getFileName(), Sizes.of(done.bytes()),
                        done.key().getFileName()));
    }

    /** Asks for a file and exports a log that a restore ended. */
    void exportEarlier(EarlierLog before) {
        save().ifPresent(file -> exports.export(before, file));
    }

    private Optional<Path> save() {
        return files.save(MESSAGES.text("export.title"), MESSAGES.text("export.file"),
                MESSAGES.text("word.export.kind"),
                ExportViewModel.EXTENSION);
    }

    @FXML
    void export() {
        save().ifPresent(exports::export);
    }

    @FXML
    void exportSince() {
        files.open(MESSAGES.text("export.pin.title"), MESSAGES.text("export.pin.name"), "pin")
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
