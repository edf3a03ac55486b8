package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.RunResult;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.common.Shown;
import java.util.EnumSet;
import java.util.Set;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The outcome of a request that no longer waits. */
public final class OutcomeController {
    private static final Set<RequestState> BAD = EnumSet.of(RequestState.FAILED, RequestState.UNKNOWN,
            RequestState.REFUSED);
    private static final PseudoClass GOOD_END = PseudoClass.getPseudoClass("good");
    private static final PseudoClass BAD_END = PseudoClass.getPseudoClass("bad");

    private final RequestText wording;
    private final Moments moments;

    @FXML
    private VBox root;
    @FXML
    private Label title;
    @FXML
    private Label refusal;
    @FXML
    private Node detailPane;
    @FXML
    private Label detail;
    @FXML
    private Node responsePane;
    @FXML
    private Label response;

    OutcomeController(RequestText wording, Moments moments) {
        this.wording = wording;
        this.moments = moments;
    }

    void show(OpenRequest request) {
        RequestState state = request.detail().summary().state();
        RunResult run = request.detail().run();
        Shown.set(root, state != RequestState.PENDING);
        if (state == RequestState.PENDING) {
            return;
        }
        root.pseudoClassStateChanged(GOOD_END, state == RequestState.EXECUTED);
        root.pseudoClassStateChanged(BAD_END, BAD.contains(state));
        title.setText(wording.outcomeTitle(request));
        title.setGraphic(new FontIcon(icon(state)));
        title.setTooltip(run == null || run.finishedAt() == null
                ? null
                : new Tooltip(moments.exact(run.finishedAt())));
        refusal.setText(wording.refusal(request));
        Shown.set(refusal, !refusal.getText().isEmpty());
        detail.setText(wording.outcomeDetail(request));
        Shown.set(detailPane, !detail.getText().isEmpty());
        response.setText(wording.response(request));
        Shown.set(responsePane, !response.getText().isEmpty());
    }

    private static Feather icon(RequestState state) {
        return switch (state) {
            case EXECUTED -> Feather.CHECK_CIRCLE;
            case FAILED, REFUSED -> Feather.ALERT_OCTAGON;
            case UNKNOWN -> Feather.HELP_CIRCLE;
            case DENIED, CANCELLED -> Feather.SLASH;
            case EXPIRED -> Feather.CLOCK;
            case PENDING, APPROVED, EXECUTING -> Feather.PLAY_CIRCLE;
        };
    }
}
