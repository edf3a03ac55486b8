package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.api.RequestSummary;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.approvals.decide.ApproveGate.Part;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.common.ClampedLabel;
import dev.agenthub.app.ui.common.Shown;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.beans.binding.BooleanExpression;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;

/** The head above a request, which stays in place while it scrolls: title in two lines, risk, time left and progress of the votes. */
public final class RequestHeadController {
    private final RequestText wording;
    private final Moments moments;
    private final InstantSource clock;

    @FXML
    private ClampedLabel title;
    @FXML
    private ToggleButton more;
    @FXML
    private Label risk;
    @FXML
    private Label expires;
    @FXML
    private Label progress;

    RequestHeadController(RequestText wording, Moments moments, InstantSource clock) {
        this.wording = wording;
        this.moments = moments;
        this.clock = clock;
    }

    @FXML
    void initialize() {
        // It stays while the whole title is on show, in however wide a window.
        Shown.when(more, title.shortened().or(more.selectedProperty()));
    }

    /** Whether the reader asked for the whole title. */
    BooleanExpression wholeTitle() {
        return more.selectedProperty();
    }

    /** Where there is little room, one line of the title has to do. */
    void setLow(boolean low) {
        title.setLines(low ? 1 : 2);
    }

    /** The nodes that must be visible before Approve unlocks, by part. */
    Map<Part, List<Node>> parts() {
        return Map.of(Part.TITLE, List.of(title), Part.RISK, List.of(risk, expires), Part.VOTES, List.of(progress));
    }

    /** Another request is on show. */
    void reset() {
        more.setSelected(false);
    }

    void show(OpenRequest request) {
        RequestSummary summary = request.detail().summary();
        title.show(wording.title(summary));
        risk.setText(wording.risk(summary));
        risk.getStyleClass().setAll("label", "chip", "risk-" + summary.risk().name().toLowerCase(Locale.ROOT));
        progress.setText(wording.progress(request.approvals(), summary));
        redrawTimes(summary);
    }

    void redrawTimes(RequestSummary summary) {
        expires.setText(wording.expires(summary, clock.instant()));
        expires.setTooltip(new Tooltip(moments.exact(summary.expiresAt())));
    }
}
