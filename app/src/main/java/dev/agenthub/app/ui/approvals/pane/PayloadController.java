package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.api.RequestSummary;
import dev.agenthub.app.ui.approvals.attachments.AttachmentContentController;
import dev.agenthub.app.ui.approvals.reading.CellLines;
import dev.agenthub.app.ui.approvals.reading.ExactTextView;
import dev.agenthub.app.ui.approvals.reading.FoundWarnings;
import dev.agenthub.app.ui.approvals.reading.Reveal;
import dev.agenthub.app.ui.approvals.reading.ShownPart;
import dev.agenthub.app.ui.approvals.reading.Span;
import dev.agenthub.app.ui.approvals.reading.WarningList;
import dev.agenthub.app.ui.approvals.request.ExactPayload;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.app.ui.approvals.views.ChangesViewModel;
import dev.agenthub.app.ui.approvals.views.PayloadView;
import dev.agenthub.app.ui.approvals.views.ReadingAids;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.View;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** The payload: its target, its exact text or another view of it, warnings about it, and the files that go out with it. */
public final class PayloadController {
    /** So that the list of files stays in sight below the one on show. */
    private static final double FILE_PART = 0.6;

    private final RequestViewModel model;
    private final RequestText wording;
    private final ChangesViewModel changes;
    private final Consumer<UUID> showRequest;
    private final Parent fileList;
    private final View<AttachmentContentController> fileContent;
    private final DoubleProperty room = new SimpleDoubleProperty();

    @FXML
    private VBox root;
    @FXML
    private HBox head;
    @FXML
    private Label caption;
    @FXML
    private ToggleGroup view;
    @FXML
    private ToggleButton changesView;
    @FXML
    private HBox what;
    @FXML
    private Label note;
    @FXML
    private CopyButton copyPayload;
    @FXML
    private Label size;
    @FXML
    private HBox where;
    @FXML
    private CellLines target;
    @FXML
    private Label tool;
    @FXML
    private StackPane rows;
    @FXML
    private ExactTextView exact;
    @FXML
    private ReadingAids aids;
    @FXML
    private StackPane file;
    @FXML
    private WarningList warnings;
    @FXML
    private StackPane files;

    /** {@code showRequest} opens another request. */
    PayloadController(RequestViewModel model, RequestText wording, ChangesViewModel changes,
            Consumer<UUID> showRequest, Parent fileList, View<AttachmentContentController> fileContent) {
        this.model = model;
        this.wording = wording;
        this.changes = changes;
        this.showRequest = showRequest;
        this.fileList = fileList;
        this.fileContent = fileContent;
    }

    @FXML
    void initialize() {
        aids.follow(changes, wording, showRequest);
        exact.layOutBy(model.tasks());
        model.charactersSeen(exact::seen);
        exact.unread().subscribe(unread -> model.unreadIs(unread.intValue()));
        // One of them is always on show.
        view.selectedToggleProperty().subscribe((before, now) -> {
            if (now == null) {
                view.selectToggle(before);
            } else {
                look(viewed());
            }
        });
        // All its rows if there are few, and never more than it has; the other views take what room there is.
        rows.maxHeightProperty().bind(exact.visibleProperty().flatMap(
                shown -> shown ? exact.maxHeightProperty() : new SimpleDoubleProperty(Double.MAX_VALUE)));
        exact.room().bind(room);
        fileContent.controller().room().bind(room.multiply(FILE_PART));
        aids.minHeightProperty()
                .bind(Bindings.createDoubleBinding(exact::leastHeight, exact.room(), exact.heightProperty()));
        look(PayloadView.EXACT);
        warnings.onJump(warning -> jumpTo(warning.span()));
        model.warnings().subscribe(found -> found.ifPresent(this::warn));
        placeFiles();
    }

    private void warn(FoundWarnings found) {
        warnings.show(found);
        exact.warn(found);
    }

    /** Scrolls to a part of the exact text and moves the keyboard focus there. */
    void jumpTo(Span span) {
        view.selectToggle(view.getToggles().getFirst());
        exact.jumpTo(span);
    }

    /**
     * Shows what differs from the last action alike, and takes the keyboard to the button
     * of that view, since what it shows may not be there yet.
     */
    void showChanges() {
        changesView.setSelected(true);
        changesView.requestFocus();
        Reveal.inItsPane(rows);
    }

    /** Marks these parts of the exact text as well. */
    void mark(Collection<Span> spans) {
        exact.mark(spans);
    }

    /** A file on show stands where the payload stood, which has not been on screen then. */
    private void placeFiles() {
        files.getChildren().setAll(fileList);
        file.getChildren().setAll(fileContent.root());
        Shown.when(files, fileList.visibleProperty());
        Shown.when(file, fileContent.root().visibleProperty());
        for (Node payload : List.of(head, tool, where, what, rows)) {
            Shown.when(payload, model.attachments().shown().isNull());
        }
    }

    /** Where there is very little room, the name of the tool stands in a line of its own. */
    void setCramped(boolean cramped) {
        Pane place = cramped ? root : head;
        if (!place.equals(tool.getParent())) {
            // Below its line, and else after the first words in it.
            place.getChildren().add(1, tool);
        }
    }

    /** How high the pane is in which this scrolls with the rest. */
    DoubleProperty room() {
        return room;
    }

    private PayloadView viewed() {
        return PayloadView.valueOf((String) view.getSelectedToggle().getUserData());
    }

    private void look(PayloadView now) {
        note.setText(ReadingAids.note(now));
        Shown.set(exact, now == PayloadView.EXACT);
        aids.show(now);
    }

    /** Moves the keyboard focus to the exact text, or to the view shown in its place. */
    void read() {
        readers().findFirst().ifPresent(reader -> {
            reader.requestFocus();
            Reveal.inItsPane(reader);
        });
    }

    /** Whether the keyboard is there. */
    boolean isReading() {
        return readers().anyMatch(Node::isFocused);
    }

    /** Scrolls by one page: to the next one if {@code on}, else to the previous one. */
    void turn(boolean on) {
        KeyCode key = on ? KeyCode.PAGE_DOWN : KeyCode.PAGE_UP;
        readers().filter(Node::isFocused).findFirst().ifPresent(reader -> reader
                .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, false, false, false)));
    }

    /** What is on show to be read. */
    private Stream<Node> readers() {
        return Stream.concat(fileContent.controller().readers(), Stream.concat(Stream.of(exact.list()),
                aids.getChildrenUnmodifiable().stream())).filter(PayloadController::isShown);
    }

    private static boolean isShown(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    void clear() {
        exact.show("");
        aids.of(null);
    }

    /** Shows another payload from its beginning. */
    void show(ExactPayload payload) {
        view.selectToggle(view.getToggles().getFirst());
        aids.of(payload);
        copyPayload.offer(payload.text());
        TargetLine.show(payload.target(), target);
        if (payload.isLarge()) {
            warnings.showLooking();
        } else {
            warnings.show(FoundWarnings.NONE);
        }
        exact.describe(wording.describePayload(payload));
        exact.show(payload.text());
    }

    /** Updates the heading, which depends on the state of the request. */
    void showState(RequestSummary summary) {
        caption.setText(wording.caption(summary));
        tool.setText(wording.tool(summary));
    }

    void showSize(ExactPayload payload) {
        size.setText(ShownPart.of(payload.size(), payload.text(), model.unread().get()));
    }
}
