package dev.agenthub.app.ui.verify;

import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.verify.VerifyViewModel.Entry;
import dev.agenthub.app.verification.Conclusion;
import java.util.Locale;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Controls the result of a verification: conclusion, findings, coverage, and buttons to save report and pin. */
final class VerdictController {
    private static final Messages MESSAGES = Messages.of(VerdictController.class);

    private final VerifyViewModel model;
    private final FileDialogs files;

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

    VerdictController(VerifyViewModel model, FileDialogs files) {
        this.model = model;
        this.files = files;
    }

    @FXML
    void initialize() {
        model.outcome().subscribe(this::showOutcome);
        Shown.text(saved, model.saved());
    }

    /** Focuses the finding about an entry. */
    void focusFinding(Entry at) {
        Optional.ofNullable(findings.lookup("#" + FindingRows.button(at.seq()))).ifPresent(Node::requestFocus);
    }

    private void showOutcome(@Nullable VerificationResult outcome) {
        Shown.set(card, outcome != null);
        if (outcome == null) {
            return;
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

    @FXML
    void savePin() {
        files.save(MESSAGES.text("dialog.save-pin"), suggestion("pin"), MESSAGES.text("dialog.pin.kind"), "pin")
                .ifPresent(model::savePin);
    }

    @FXML
    void saveReport() {
        files.save(MESSAGES.text("dialog.report"), suggestion("html"), MESSAGES.text("dialog.report.kind"), "html")
                .ifPresent(model::saveReport);
    }

    private String suggestion(String extension) {
        String name = model.inputs().get().export() == null
                ? "log"
                : String.valueOf(model.inputs().get().export().getFileName());
        int dot = name.lastIndexOf('.');
        return (dot <= 0 ? name : name.substring(0, dot)) + "." + extension;
    }
}
