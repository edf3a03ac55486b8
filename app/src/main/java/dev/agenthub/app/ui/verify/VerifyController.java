package dev.agenthub.app.ui.verify;

import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.ExactBytes;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.verify.VerifyViewModel.Entry;
import dev.agenthub.app.verification.Conclusion;
import dev.agenthub.app.verification.Trust;
import java.io.File;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Binds the Verify screen: what was brought, how far the check is, what it found, and the entry that is looked at. */
final class VerifyController {
    private static final PseudoClass EMPTY = PseudoClass.getPseudoClass("nothing-yet");
    private static final PseudoClass HOVERED = PseudoClass.getPseudoClass("dropping");

    private final VerifyViewModel model;
    private final FileDialogs files;
    private final Moments moments;
    private static final Messages MESSAGES = Messages.of(VerifyController.class);

    @FXML
    private ScrollPane page;
    @FXML
    private VBox drop;
    @FXML
    private Button choose;
    @FXML
    private Label dropHelp;
    @FXML
    private VBox inputs;
    @FXML
    private Label exportName;
    @FXML
    private Label keyName;
    @FXML
    private Label pinName;
    @FXML
    private Button dropPin;
    @FXML
    private Label failure;
    @FXML
    private VBox running;
    @FXML
    private Label progressText;
    @FXML
    private ProgressBar progress;
    @FXML
    private VBox card;
    @FXML
    private Label sign;
    @FXML
    private Label sentence;
    @FXML
    private Label facts;
    @FXML
    private Label signer;
    @FXML
    private Label warning;
    @FXML
    private CoverageBar bar;
    @FXML
    private Label legend;
    @FXML
    private FlowPane parts;
    @FXML
    private Label controls;
    @FXML
    private VBox findings;
    @FXML
    private Label moreFindings;
    @FXML
    private Label saved;
    @FXML
    private Button saveReport;
    @FXML
    private Button savePin;
    @FXML
    private VBox entry;
    @FXML
    private Label entryTitle;
    @FXML
    private Label entryHelp;
    @FXML
    private StackPane entryBytes;

    VerifyController(VerifyViewModel model, FileDialogs files, Moments moments) {
        this.model = model;
        this.files = files;
        this.moments = moments;
    }

    @FXML
    void initialize() {
        acceptDrops();
        model.inputs().subscribe(this::showInputs);
        model.outcome().subscribe(this::showOutcome);
        model.entry().subscribe(this::showEntry);
        Shown.text(failure, model.failure());
        Shown.text(saved, model.saved());
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

    private void showInputs(VerifyInputs given) {
        boolean nothing = given.equals(VerifyInputs.NONE);
        Shown.set(inputs, !nothing);
        Shown.set(dropHelp, nothing);
        drop.pseudoClassStateChanged(EMPTY, nothing);
        choose.getStyleClass().removeAll("accent");
        if (nothing) {
            choose.getStyleClass().add("accent");
        }
        exportName.setText(given.export() == null ? "" : given.export().toString());
        keyName.setText(keyText(given));
        pinName.setText(given.pin() == null
                ? MESSAGES.text("input.pin.none")
                : MESSAGES.text(given.hasState() ? "input.pin.chosen" : "input.pin.stateless",
                        String.valueOf(given.pinFile()), given.pin().checkpoint().size()));
        Shown.set(dropPin, given.pin() != null);
    }

    private String keyText(VerifyInputs given) {
        if (given.key() != null) {
            return MESSAGES.text("input.key.given", HiddenCharacters.marked(given.key().name()), String.valueOf(given
                    .keyFile()));
        }
        return given.pin() == null
                ? MESSAGES.text("input.key.none")
                : MESSAGES.text("input.key.pinned", HiddenCharacters.marked(given.pin().key().name()));
    }

    private void showOutcome(@Nullable VerificationResult outcome) {
        Shown.set(card, outcome != null);
        if (outcome == null) {
            return;
        }
        Trust trust = outcome.trust();
        if (trust.source() == Trust.Source.KNOWN && trust.recorded() != null) {
            keyName.setText(
                    MESSAGES.text("input.key.known", HiddenCharacters.marked(trust.key().name()), moments.day(trust
                            .recorded().since())));
        }
        Conclusion conclusion = outcome.conclusion();
        card.getStyleClass().setAll("card", conclusion.kind().name().toLowerCase(Locale.ROOT));
        sign.setText(conclusion.kind().sign());
        sentence.setText(HiddenCharacters.marked(conclusion.sentence()));
        facts.setText(HiddenCharacters.marked(conclusion.facts()));
        signer.setText(conclusion.signer());
        warning.setText(conclusion.warning());
        Shown.set(warning, !conclusion.warning().isEmpty());
        Shown.set(bar, conclusion.drawn());
        bar.show(conclusion.pinAt(), conclusion.brokenAt());
        bar.setAccessibleText(conclusion.legend());
        legend.setText(conclusion.legend());
        parts.getChildren().setAll(PartLabels.of(conclusion.parts()));
        controls.setText(conclusion.controls());
        Shown.set(controls, !conclusion.controls().isEmpty());
        new FindingRows(MESSAGES, model::showEntry).show(outcome.findings(), findings, moreFindings);
        Shown.set(saveReport, outcome.checked() != null);
        Shown.set(savePin, outcome.newPin() != null);
        savePin.setText(MESSAGES.text(outcome.isPinned() ? "verdict.save-new-pin" : "verdict.save-pin"));
    }

    private void showEntry(@Nullable Entry looked) {
        Shown.set(entry, looked != null);
        if (looked != null) {
            byte[] bytes = looked.bytes();
            entryTitle.setText(MESSAGES.text("entry.title", looked.seq()));
            entryHelp.setText(
                    MESSAGES.text(
                            looked.isProven() ? "entry.proven" : bytes.length == 0 ? "entry.missing" : "entry.help",
                            bytes.length));
            entryBytes.getChildren().setAll(bytes.length == 0 ? List.of() : List.of(ExactBytes.of(bytes)));
            if (!looked.isProven()) {
                page.applyCss();
                page.layout();
                page.setVvalue(page.getVmax());
            }
        }
    }

    @FXML
    void chooseExport() {
        files.open(MESSAGES.text("dialog.export"), MESSAGES.text("dialog.export.kind"), "ahexport").map(List::of)
                .ifPresent(
                        model::offer);
    }

    @FXML
    void chooseKey() {
        files.open(MESSAGES.text("dialog.key"), MESSAGES.text("dialog.key.kind"), "vkey").ifPresent(model::offerKey);
    }

    @FXML
    void choosePin() {
        files.open(MESSAGES.text("dialog.pin"), MESSAGES.text("dialog.pin.kind"), "pin").ifPresent(model::offerPin);
    }

    @FXML
    void forgetPin() {
        model.forgetPin();
    }

    @FXML
    void verifyAgain() {
        model.verify();
    }

    @FXML
    void cancel() {
        model.cancel();
    }

    @FXML
    void savePin() {
        files.save(MESSAGES.text("dialog.save-pin"), suggestion("pin"), MESSAGES.text("dialog.pin.kind"), "pin")
                .ifPresent(
                        model::savePin);
    }

    @FXML
    void saveReport() {
        files.save(MESSAGES.text("dialog.report"), suggestion("html"), MESSAGES.text("dialog.report.kind"), "html")
                .ifPresent(
                        model::saveReport);
    }

    private String suggestion(String extension) {
        String name = model.inputs().get().export() == null
                ? "log"
                : String.valueOf(model.inputs().get().export().getFileName());
        int dot = name.lastIndexOf('.');
        return (dot <= 0 ? name : name.substring(0, dot)) + "." + extension;
    }

    @FXML
    void closeEntry() {
        Entry closed = model.entry().get();
        model.closeEntry();
        // The keyboard goes back to the finding that led here.
        Optional.ofNullable(closed).map(at -> findings.lookup("#" + FindingRows.button(at.seq())))
                .ifPresent(Node::requestFocus);
    }
}
