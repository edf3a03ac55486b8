package dev.agenthub.app.ui.reconcile;

import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.reconciliation.ProviderLog.Form;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.TextControls;
import dev.agenthub.app.ui.reconcile.ReconciliationResult.Found;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.fxml.FXML;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Controls the Reconcile screen: inputs, progress and result. */
final class ReconcileController {
    /** Most rows shown of a list; the saved file has all. */
    private static final int SHOWN = 200;

    private final ReconcileViewModel model;
    private final FileDialogs files;
    private static final Messages MESSAGES = Messages.of(ReconcileController.class);

    @FXML
    private VBox drop;
    @FXML
    private Label exportName;
    @FXML
    private Label logName;
    @FXML
    private Label trusted;
    @FXML
    private ComboBox<Form> form;
    @FXML
    private Label failure;
    @FXML
    private VBox running;
    @FXML
    private ProgressBar progress;
    @FXML
    private VBox result;
    @FXML
    private Label verdict;
    @FXML
    private VBox totals;
    @FXML
    private VBox lists;
    @FXML
    private Label done;

    ReconcileController(ReconcileViewModel model, FileDialogs files) {
        this.model = model;
        this.files = files;
    }

    @FXML
    void initialize() {
        drop.setOnDragOver(event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.COPY);
            }
        });
        drop.setOnDragDropped(event -> {
            model.offer(event.getDragboard().getFiles().stream().map(File::toPath).toList());
            event.setDropCompleted(true);
        });
        form.getItems().setAll(Form.values());
        form.setConverter(new StringConverter<>() {
            @Override
            public String toString(Form one) {
                return one == null ? "" : MESSAGES.text("form." + one.name().toLowerCase(Locale.ROOT));
            }

            @Override
            public Form fromString(String text) {
                throw new UnsupportedOperationException();
            }
        });
        form.setOnAction(_ -> model.readAs(form.getValue()));
        model.inputs().subscribe(this::showInputs);
        model.compared().subscribe(this::show);
        Shown.text(failure, model.failure());
        Shown.text(done, model.done());
        Shown.when(running, model.running().isNotNull());
        progress.progressProperty().bind(model.progress());
    }

    private void showInputs(ReconcileInputs given) {
        exportName.setText(name(given.export(), "input.export.none"));
        logName.setText(name(given.log(), "input.log.none"));
        trusted.setText(MESSAGES.text(given.kept() != null
                ? "input.trusted.pin"
                : given.key() != null ? "input.trusted.key" : "input.trusted.none"));
        form.setValue(given.form());
    }

    private String name(@Nullable Path file, String none) {
        return file == null ? MESSAGES.text(none) : HiddenCharacters.marked(file.toString());
    }

    private void show(@Nullable ReconciliationResult found) {
        Shown.set(result, found != null);
        if (found == null) {
            return;
        }
        verdict.setText(found.verdict());
        verdict.setGraphic(new FontIcon(found.agrees() ? Feather.CHECK_CIRCLE : Feather.X_CIRCLE));
        verdict.getStyleClass().removeAll("bad", "good");
        verdict.getStyleClass().add(found.agrees() ? "good" : "bad");
        totals.getChildren().setAll(found.totals().stream().map(line -> TextControls.wrapped(line)).toList());
        found.remarks().forEach(line -> totals.getChildren().add(TextControls.wrapped(line, "warning")));
        lists.getChildren().setAll(found.lists().stream().map(this::list).toList());
    }

    private VBox list(Found list) {
        VBox box = new VBox(TextControls.wrapped(list.title(), "list-title"));
        box.setId("reconcile-" + list.id());
        box.getStyleClass().add("list");
        if (list.bad()) {
            box.getChildren().getFirst().getStyleClass().add("bad");
        }
        if (list.rows().isEmpty()) {
            box.getChildren().add(TextControls.wrapped(list.none(), "text-muted"));
        }
        for (int i = 0; i < Math.min(SHOWN, list.rows().size()); i++) {
            box.getChildren().add(new ComparedRow(list.rows().get(i), "reconcile-" + list.id() + "-" + i));
        }
        if (list.rows().size() > SHOWN) {
            box.getChildren()
                    .add(TextControls.wrapped(MESSAGES.text("list.more", list.rows().size() - SHOWN), "text-muted"));
        }
        return box;
    }

    @FXML
    void chooseExport() {
        files.open(MESSAGES.text("word.export.choose"), MESSAGES.text("word.export.kind"), "ahexport").map(List::of)
                .ifPresent(model::offer);
    }

    @FXML
    void chooseLog() {
        files.open(MESSAGES.text("dialog.log"), MESSAGES.text("dialog.log.kind"), "").map(List::of)
                .ifPresent(model::offer);
    }

    @FXML
    void chooseKey() {
        files.open(MESSAGES.text("dialog.key"), MESSAGES.text("dialog.key.kind"), "").map(List::of)
                .ifPresent(model::offer);
    }

    @FXML
    void cancel() {
        model.cancel();
    }

    @FXML
    void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(Objects.requireNonNull(model.compared().get()).json());
        Clipboard.getSystemClipboard().setContent(content);
        model.copied();
    }

    @FXML
    void save() {
        files.save(MESSAGES.text("dialog.save"), "reconciliation.json", MESSAGES.text("dialog.save.kind"), "json")
                .ifPresent(model::save);
    }
}
