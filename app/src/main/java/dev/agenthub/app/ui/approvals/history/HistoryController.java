package dev.agenthub.app.ui.approvals.history;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.approvals.changes.PlacedValue;
import dev.agenthub.app.ui.common.LinkedSentence;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.TextControls;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Shows what the agent did before, in sentences and charts, and what has happened to the request. */
public final class HistoryController {
    private static final Messages MESSAGES = Messages.of(HistoryController.class);

    private final HistoryViewModel model;
    private final HistoryText wording;
    private final InstantSource clock;
    private Consumer<PlacedValue> jump = _ -> {};
    private Runnable changes = () -> {};

    @FXML
    private VBox findings;
    @FXML
    private VBox amounts;
    @FXML
    private VBox byDay;
    @FXML
    private VBox days;
    @FXML
    private GridPane steps;
    @FXML
    private VBox pictures;
    @FXML
    private VBox timeline;
    @FXML
    private Label failure;

    public HistoryController(HistoryViewModel model, Moments moments, InstantSource clock) {
        this.model = model;
        this.wording = new HistoryText(moments);
        this.clock = clock;
    }

    /** Sets what a link of a finding calls with its value. */
    public void onJump(Consumer<PlacedValue> way) {
        jump = way;
    }

    /** Sets what the link of a changed tool calls: it should show the changes. */
    public void onChanges(Runnable way) {
        changes = way;
    }

    @FXML
    void initialize() {
        Shown.text(failure, Bindings.createStringBinding(() -> model.failure().get().isEmpty()
                ? ""
                : MESSAGES.text("history.failed", model.failure().get()), model.failure()));
        model.history().subscribe(this::show);
    }

    private void show(@Nullable AgentHistory history) {
        Shown.set(findings, history != null && !history.findings().isEmpty());
        Shown.set(pictures, history != null && !(history.amounts().isEmpty() && history.days().isEmpty()));
        Shown.set(timeline, history != null);
        if (history == null) {
            return;
        }
        findings.getChildren().clear();
        history.findings().forEach((finding, values) -> findings.getChildren().add(draw(finding, values)));
        amounts.getChildren().setAll(history.amounts().stream().map(this::draw).toList());
        Shown.set(amounts, !history.amounts().isEmpty());
        Shown.set(byDay, !history.days().isEmpty());
        days.getChildren().clear();
        if (!history.days().isEmpty()) {
            days.getChildren().add(new DayBars(history.days(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
                    wording));
        }
        steps.getChildren().clear();
        history.steps().forEach(this::draw);
    }

    private Node draw(HistoryFinding finding, List<PlacedValue> values) {
        LinkedSentence sentence = new LinkedSentence(finding.isWarning() ? Feather.ALERT_TRIANGLE : Feather.INFO,
                wording.finding(finding));
        sentence.add(values.stream().map(value -> LinkedSentence.link(wording.place(value),
                wording.describe(finding, value), () -> jump.accept(value))).toList());
        if (finding instanceof HistoryFinding.ChangedTool) {
            String wording = MESSAGES.text("finding.changed.show");
            Hyperlink link = LinkedSentence.link(wording, wording, changes);
            link.setId("finding-changes");
            link.getStyleClass().add("linked-next");
            sentence.add(List.of(link));
        }
        return sentence;
    }

    private Node draw(Amount amount) {
        Label caption = new Label(wording.caption(amount));
        caption.getStyleClass().add("caption");
        VBox strip = new VBox(4, caption, new DotStrip(amount, wording));
        strip.getStyleClass().add("amount");
        return strip;
    }

    private void draw(Step step) {
        Label when = new Label(wording.relative(step));
        when.getStyleClass().add("text-muted");
        when.setMinWidth(Label.USE_PREF_SIZE);
        when.setTooltip(new Tooltip(wording.exact(step)));
        Label what = TextControls.wrapped(wording.step(step), "step");
        what.setTooltip(new Tooltip(wording.exact(step)));
        steps.addRow(steps.getRowCount(), when, what);
    }
}
