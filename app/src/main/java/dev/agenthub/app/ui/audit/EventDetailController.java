package dev.agenthub.app.ui.audit;

import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.Columns;
import dev.agenthub.app.ui.common.ExactBytes;
import dev.agenthub.app.ui.common.Shown;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** Controls the selected event's details: content, chain link and exact bytes. */
final class EventDetailController {
    private static final Messages MESSAGES = Messages.of(EventDetailController.class);

    private final AuditViewModel log;
    private final FilterViewModel filter;
    private final Moments moments;

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
    @FXML
    private Button onlyActor;
    @FXML
    private Button onlySubject;

    EventDetailController(AuditViewModel log, FilterViewModel filter, Moments moments) {
        this.log = log;
        this.filter = filter;
        this.moments = moments;
    }

    @FXML
    void initialize() {
        log.chosen().subscribe(this::showChosen);
    }

    private void showChosen(@Nullable ChainLink chosen) {
        Shown.set(detail, chosen != null);
        if (chosen == null) {
            return;
        }
        AuditRow row = chosen.row();
        place.setText(MESSAGES.text("word.entry", row.seq()));
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
    void onlyActor() {
        Optional.ofNullable(log.chosen().get()).ifPresent(chosen -> filter.only(chosen.row().actorId(), ""));
    }

    @FXML
    void onlySubject() {
        Optional.ofNullable(log.chosen().get()).ifPresent(chosen -> filter.only("", chosen.row().subjectId()));
    }
}
