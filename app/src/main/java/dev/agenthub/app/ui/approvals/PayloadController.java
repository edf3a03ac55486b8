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
    private HBox where;
    @FXML
    private TargetLine target;
    @FXML
    private Label tool;
    @FXML
    private StackPane rows;
    @FXML
    private ExactTextView exact;
    @FXML
    private StackPane file;
    @FXML
    private WarningList warnings;
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
        warnings.onJump(warning -> exact.jumpTo(warning.span()));
        placeFiles();
    }

    /** A file on show stands where the payload stood, which has not been on screen then. */
    private void placeFiles() {
        files.getChildren().setAll(fileList);
        file.getChildren().setAll(fileContent);
        Shown.when(files, fileList.visibleProperty());
        Shown.when(file, fileContent.visibleProperty());
        for (Node payload : List.of(head, where, rows)) {
            Shown.when(payload, model.attachments().shown().isNull());
        }
    }

    void clear() {
        exact.show("");
    }

    /** Shows other bytes from their beginning. */
    void show(ExactPayload payload) {
        target.show(payload.target());
        warnings.show(payload.warnings());
        exact.describe(words.describePayload(payload));
        exact.show(payload.text(), payload.warnings());
    }

    /** What the same bytes are now. */
    void showState(RequestSummary summary) {
        caption.setText(words.caption(summary));
        tool.setText(words.tool(summary));
    }

    void showSize(ExactPayload payload) {
        size.setText(words.size(payload, model.unread().get()));
    }
}
