package dev.agenthub.app.ui.approvals.attachments;

import dev.agenthub.app.platform.FileDialogs;
import dev.agenthub.app.text.FileNames;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.TextControls;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The list of files that go out with a request: what the payload says of each, whether it was verified, and a button to show it. */
public final class AttachmentListController {
    private static final Messages MESSAGES = Messages.of(AttachmentListController.class);

    private final AttachmentsViewModel model;
    private final FileDialogs dialogs;
    private final AttachmentText wording = new AttachmentText();

    @FXML
    private VBox root;
    @FXML
    private Label caption;
    @FXML
    private VBox rows;
    @FXML
    private Label saved;
    @FXML
    private Label failure;

    public AttachmentListController(AttachmentsViewModel model, FileDialogs dialogs) {
        this.model = model;
        this.dialogs = dialogs;
    }

    @FXML
    void initialize() {
        Shown.when(root, model.items().map(items -> !items.isEmpty()));
        Shown.text(saved, model.saved());
        Shown.text(failure, model.failure());
        model.items().subscribe(this::show);
    }

    private void show(List<AttachmentItem> items) {
        caption.setText(wording.caption(items.size()));
        rows.getChildren().setAll(items.stream().map(this::row).toList());
    }

    private HBox row(AttachmentItem item) {
        String id = "file-" + item.file().position();
        Label name = TextControls.wrapped(wording.name(item.file()), "file-name");
        name.setId(id + "-name");
        name.setGraphic(new FontIcon(Feather.FILE_TEXT));
        Label facts = TextControls.wrapped(wording.facts(item.file()), "text-small", "text-muted", "file-facts");
        facts.setId(id + "-facts");
        facts.setTooltip(new Tooltip(item.file().sha256().hex()));
        Label state = TextControls.wrapped("", "text-small", "file-state");
        state.setId(id + "-state");
        VBox says = new VBox(name, facts, state);
        says.setMinWidth(0);
        HBox.setHgrow(says, Priority.ALWAYS);
        HBox buttons = buttons(item, id);
        item.state().subscribe(_ -> showState(item, state, buttons));
        item.unread().subscribe(_ -> showState(item, state, buttons));
        HBox row = new HBox(12, says, buttons);
        row.getStyleClass().add("file-row");
        return row;
    }

    private HBox buttons(AttachmentItem item, String id) {
        Button again = button(MESSAGES.text("word.fetch.again"), id + "-again", wording.name(item.file()));
        again.setOnAction(_ -> model.fetchAgain(item));
        Button show = button(MESSAGES.text("word.show"), id + "-show", wording.show(item.file()));
        show.setOnAction(_ -> model.show(item));
        Button save = button(MESSAGES.text("word.save"), id + "-save", wording.save(item.file()));
        save.setOnAction(_ -> dialogs.save(MESSAGES.text("file.save.title"), FileNames.suggested(item.file().name()),
                MESSAGES.text("file.save.kind"), "").ifPresent(target -> model.save(item, target)));
        return new HBox(8, again, show, save);
    }

    private static Button button(String text, String id, String accessible) {
        Button button = TextControls.small(text, id);
        button.setAccessibleText(accessible);
        return button;
    }

    private void showState(AttachmentItem item, Label state, HBox buttons) {
        state.setText(wording.state(item));
        state.setGraphic(new FontIcon(switch (item.state().get()) {
            case AttachmentItem.State.Fetching _ -> Feather.CLOCK;
            case AttachmentItem.State.Missing _ -> Feather.ALERT_OCTAGON;
            case AttachmentItem.State.Verified _ -> Feather.CHECK;
        }));
        boolean missing = item.state().get() instanceof AttachmentItem.State.Missing;
        state.getStyleClass().removeAll("vote-valid", "vote-invalid");
        if (missing || item.verified()) {
            state.getStyleClass().add(missing ? "vote-invalid" : "vote-valid");
        }
        Shown.set(buttons.getChildren().getFirst(), missing);
        buttons.getChildren().stream().skip(1).forEach(button -> Shown.set(button, item.verified()));
    }
}
