package dev.agenthub.app.ui.verify;

import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.View;
import dev.agenthub.app.ui.common.Views;
import dev.agenthub.app.ui.verify.VerifyViewModel.Entry;
import java.io.File;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Controls the Verify screen: accepts files, shows progress, and arranges the panes. */
final class VerifyController {
    private static final PseudoClass EMPTY = PseudoClass.getPseudoClass("nothing-yet");
    private static final PseudoClass HOVERED = PseudoClass.getPseudoClass("dropping");
    private static final Messages MESSAGES = Messages.of(VerifyController.class);

    private final VerifyViewModel model;
    private final FileDialogs files;
    private final Parent inputs;
    private final View<VerdictController> verdict;
    private final Parent entry;

    @FXML
    private VBox content;
    @FXML
    private ScrollPane page;
    @FXML
    private VBox drop;
    @FXML
    private Button choose;
    @FXML
    private Label dropHelp;
    @FXML
    private Label failure;
    @FXML
    private VBox running;
    @FXML
    private Label progressText;
    @FXML
    private ProgressBar progress;

    VerifyController(VerifyViewModel model, FileDialogs files, Moments moments) {
        this.model = model;
        this.files = files;
        this.inputs = Views.load(new InputsController(model, files, moments)).root();
        this.verdict = Views.load(new VerdictController(model, files));
        // Return the focus to the finding from which the entry was opened.
        this.entry = Views.load(new EntryController(model, verdict.controller()::focusFinding)).root();
    }

    @FXML
    void initialize() {
        content.getChildren().add(content.getChildren().indexOf(drop) + 1, inputs);
        content.getChildren().addAll(verdict.root(), entry);
        acceptDrops();
        model.inputs().subscribe(given -> showWhetherEmpty(given.equals(VerifyInputs.NONE)));
        model.entry().subscribe(this::scrollTo);
        Shown.text(failure, model.failure());
        Shown.when(running, model.running().isNotNull());
        progress.progressProperty().bind(model.progress());
        progressText.textProperty().bind(model.progressText());
    }

    private void acceptDrops() {
        drop.setOnDragOver(event -> {
            if (event.getDragboard().hasFiles()) {
                event.acceptTransferModes(TransferMode.COPY);
            }
        });
        drop.setOnDragEntered(event -> drop.pseudoClassStateChanged(HOVERED, event.getDragboard().hasFiles()));
        drop.setOnDragExited(_ -> drop.pseudoClassStateChanged(HOVERED, false));
        drop.setOnDragDropped(this::dropped);
    }

    private void dropped(DragEvent event) {
        model.offer(event.getDragboard().getFiles().stream().map(File::toPath).toList());
        event.setDropCompleted(true);
    }

    private void showWhetherEmpty(boolean nothing) {
        Shown.set(dropHelp, nothing);
        drop.pseudoClassStateChanged(EMPTY, nothing);
        choose.getStyleClass().removeAll("accent");
        if (nothing) {
            choose.getStyleClass().add("accent");
        }
    }

    /** Scrolls to the entry of an export, which is shown at the bottom. A proof's only entry needs no scrolling. */
    private void scrollTo(@Nullable Entry looked) {
        if (looked != null && !looked.isProven()) {
            page.applyCss();
            page.layout();
            page.setVvalue(page.getVmax());
        }
    }

    @FXML
    void chooseExport() {
        files.open(MESSAGES.text("word.export.choose"), MESSAGES.text("word.export.kind"), "ahexport").map(List::of)
                .ifPresent(model::offer);
    }

    @FXML
    void cancel() {
        model.cancel();
    }
}
