package dev.agenthub.app.ui.approvals;

import dev.agenthub.api.RequestSummary;
import dev.agenthub.app.ui.common.Messages;
import dev.agenthub.app.ui.common.Shown;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.kordamp.ikonli.feather.Feather;

/** What would run: where it goes, its exact bytes, what is unusual about them, and the files that go out with it. */
public final class PayloadController {
    private static final Messages MESSAGES = Messages.of(PayloadController.class);
    /** As many rows as stay readable where there is no room for more: the pane scrolls then. */
    private static final double LEAST = 176;

    private final RequestViewModel model;
    private final RequestWords words;
    private final Parent fileList;
    private final Parent fileContent;

    @FXML
    private HBox head;
    @FXML
    private Label caption;
    @FXML
    private Label exactNote;
    @FXML
    private Label size;
    @FXML
    private TextFlow target;
    @FXML
    private Text tool;
    @FXML
    private Text method;
    @FXML
    private Text before;
    @FXML
    private Text host;
    @FXML
    private Text after;
    @FXML
    private StackPane rows;
    @FXML
    private ExactTextView exact;
    @FXML
    private StackPane file;
    @FXML
    private VBox warnings;
    @FXML
    private StackPane files;

    PayloadController(RequestViewModel model, RequestWords words, Parent fileList, Parent fileContent) {
        this.model = model;
        this.words = words;
        this.fileList = fileList;
        this.fileContent = fileContent;
    }

    @FXML
    void initialize() {
        exactNote.setText(MESSAGES.text("request.exact.note"));
        model.charactersSeen(exact::seen);
        exact.unread().subscribe(unread -> model.unreadIs(unread.intValue()));
        // All its rows if there are few, and never more than it has.
        rows.maxHeightProperty().bind(exact.maxHeightProperty());
        rows.minHeightProperty().bind(exact.maxHeightProperty().map(all -> Math.min(LEAST, all.doubleValue())));
        placeFiles();
    }

    /** A file on show stands where the payload stood, which has not been on screen then. */
    private void placeFiles() {
        files.getChildren().setAll(fileList);
        file.getChildren().setAll(fileContent);
        Shown.when(files, fileList.visibleProperty());
        Shown.when(file, fileContent.visibleProperty());
        for (Node payload : List.of(head, target, rows)) {
            Shown.when(payload, model.attachments().shown().isNull());
        }
    }

    void clear() {
        exact.show("");
    }

    /** Shows other bytes from their beginning. */
    void show(ExactPayload payload) {
        method.setText(payload.target().method() + "  ");
        before.setText(payload.target().before());
        host.setText(payload.target().host());
        after.setText(payload.target().after());
        target.setAccessibleText(payload.target().line());
        warnings.getChildren().setAll(words.warnings(payload.warnings()).stream()
                .map(line -> IconLine.of(line, Feather.ALERT_TRIANGLE, "warning")).toList());
        Shown.set(warnings, !payload.warnings().isEmpty());
        exact.describe(words.describePayload(payload));
        exact.show(payload.text());
    }

    /** What the same bytes are now. */
    void showState(RequestSummary summary) {
        caption.setText(words.caption(summary));
        tool.setText(words.tool(summary) + "   ");
    }

    void showSize(ExactPayload payload) {
        size.setText(words.size(payload, model.unread().get()));
    }
}
