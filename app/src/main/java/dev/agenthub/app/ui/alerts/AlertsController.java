package dev.agenthub.app.ui.alerts;

import dev.agenthub.api.Acknowledgement;
import dev.agenthub.api.Alert;
import dev.agenthub.api.CapAlert;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.CappedScroll;
import dev.agenthub.app.ui.common.Shown;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/** Controls the alert banner: text, link to the request or connection concerned, and the button to acknowledge. */
public final class AlertsController {
    private static final Messages MESSAGES = Messages.of(AlertsController.class);

    /** Share of the window's height that an alert may take. */
    private static final double PART = 0.1;
    private static final double HIGHEST = 96;
    private static final int FEWEST_LINES = 2;
    /** Pixels between the headline and the rest, including the scroll pane's frame. */
    private static final double SPACE = 6;

    private final AlertsViewModel model;
    private final Moments moments;
    private final Consumer<UUID> showRequest;
    private final Consumer<@Nullable UUID> showConnection;

    @FXML
    private Node root;
    @FXML
    private Node alert;
    @FXML
    private CappedScroll words;
    @FXML
    private Label headline;
    @FXML
    private Label what;
    @FXML
    private Label reason;
    @FXML
    private Label others;
    @FXML
    private Label count;
    @FXML
    private Button show;
    @FXML
    private Button acknowledge;
    @FXML
    private Node failed;
    @FXML
    private Label failure;
    @FXML
    private Button retry;

    /**
     * Makes the controller.
     *
     * @param showRequest opens a request
     * @param showConnection opens a connection; for null all connections
     */
    AlertsController(AlertsViewModel model, Moments moments, Consumer<UUID> showRequest,
            Consumer<@Nullable UUID> showConnection) {
        this.model = model;
        this.moments = moments;
        this.showRequest = showRequest;
        this.showConnection = showConnection;
    }

    @FXML
    void initialize() {
        root.sceneProperty().flatMap(scene -> scene.heightProperty()).subscribe(this::limit);
        headline.fontProperty().subscribe(this::limit);
        Shown.when(alert, model.shown().map(_ -> true).orElse(false));
        Shown.when(failed, model.failure().map(words -> !words.isEmpty()));
        Shown.when(root, alert.visibleProperty().or(failed.visibleProperty()));
        failure.textProperty().bind(model.failure());
        retry.setOnAction(_ -> model.load());
        acknowledge.disableProperty().bind(model.ready().not());
        acknowledge.setOnAction(_ -> model.acknowledge());
        show.setOnAction(_ -> {
            Alert now = model.shown().get();
            if (now != null && now.override() != null) {
                showRequest.accept(now.override().request());
            } else if (now != null && now.cap() != null) {
                showConnection.accept(now.cap().connector());
            }
        });
        Shown.text(count, model.count()
                .map(open -> open.intValue() < 2 ? "" : MESSAGES.text("alert.count", open)));
        model.shown().subscribe(now -> {
            if (now != null) {
                draw(now);
            }
        });
    }

    /** Limits the height to whole lines, at least two. */
    private void limit() {
        double height = root.getScene() == null ? 0 : root.getScene().getHeight();
        Text sample = new Text("x");
        sample.setFont(headline.getFont());
        double line = Math.ceil(sample.getLayoutBounds().getHeight());
        long lines = Math.max(FEWEST_LINES, (long) (Math.min(height * PART, HIGHEST) / line));
        words.setHighest(lines * line + SPACE);
    }

    /** Updates relative times. */
    void redrawTimes() {
        Alert now = model.shown().get();
        if (now != null) {
            draw(now);
        }
    }

    private void draw(Alert now) {
        AlertText said = AlertText.of(now, moments);
        headline.setText(said.headline());
        headline.setTooltip(new Tooltip(moments.exact(now.at())));
        what.setText(said.what());
        reason.setText(said.reason());
        Shown.set(reason, !said.reason().isEmpty());
        CapAlert cap = now.cap();
        show.setText(MESSAGES.text(cap == null
                ? "alert.show"
                : cap.connector() == null ? "cap.show.workspace" : "cap.show.connection"));
        headline.setAccessibleText(Stream.of(MESSAGES.text("alert.name"), said.headline(), said.what(), said.reason())
                .filter(words -> !words.isEmpty()).collect(Collectors.joining(". ")));
        acknowledge.setAccessibleText(said.acknowledge());
        others.setText(now.acknowledgements().isEmpty()
                ? ""
                : MESSAGES.text("alert.others", now.acknowledgements().stream().map(Acknowledgement::memberName)
                        .map(HiddenCharacters::marked).collect(Collectors.joining(", "))));
        Shown.set(others, !others.getText().isEmpty());
    }
}
