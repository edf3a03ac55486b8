package dev.agenthub.app.ui.approvals.attachments;

import dev.agenthub.app.text.Hashes;
import dev.agenthub.app.ui.approvals.reading.ExactTextView;
import dev.agenthub.app.ui.approvals.reading.FoundWarnings;
import dev.agenthub.app.ui.approvals.reading.Warning;
import dev.agenthub.app.ui.approvals.reading.WarningList;
import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.TaskRunner;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.property.DoubleProperty;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Shows one file in place of the payload: its exact text, its picture, or its first bytes. */
public final class AttachmentContentController {
    /** All of a hash on one line. */
    private static final int HASH_CHUNKS = 8;

    private final AttachmentsViewModel model;
    private final AttachmentText wording = new AttachmentText();
    private final TaskRunner tasks;

    @FXML
    private VBox root;
    @FXML
    private Label place;
    @FXML
    private Label name;
    @FXML
    private Label size;
    @FXML
    private Button back;
    @FXML
    private Label note;
    @FXML
    private ExactTextView text;
    @FXML
    private PictureView picture;
    @FXML
    private Label hash;
    @FXML
    private WarningList warnings;

    public AttachmentContentController(AttachmentsViewModel model, TaskRunner tasks) {
        this.model = model;
        this.tasks = tasks;
    }

    /** The height in pixels of the pane in which this scrolls with the rest of the request. */
    public DoubleProperty room() {
        return text.room();
    }

    /** The nodes in which the keyboard scrolls the file; for a picture only the button that leads back. */
    public Stream<Node> readers() {
        return Stream.of(text.list(), back);
    }

    @FXML
    void initialize() {
        text.layOutBy(tasks);
        Shown.when(root, model.shown().isNotNull());
        picture.minHeightProperty()
                .bind(Bindings.createDoubleBinding(text::leastHeight, text.room(), text.heightProperty()));
        warnings.onJump(warning -> text.jumpTo(warning.span()));
        back.setOnAction(_ -> model.showPayload());
        model.shown().subscribe(this::show);
        text.unread().subscribe(rest -> {
            if (text.isVisible()) {
                unreadIs(rest.intValue());
            }
        });
        picture.seen().subscribe(seen -> {
            if (seen && picture.isVisible()) {
                unreadIs(0);
            }
        });
    }

    private void unreadIs(int rest) {
        model.unreadIs(rest);
        AttachmentItem item = model.shown().get();
        if (item != null && item.state().get() instanceof AttachmentItem.State.Verified(VerifiedFile file)) {
            size.setText(wording.size(item.file(), file.content(), item.unread().get()));
        }
    }

    private void show(@Nullable AttachmentItem item) {
        picture.show(null, "");
        if (item == null || !(item.state().get() instanceof AttachmentItem.State.Verified(VerifiedFile file))) {
            text.show("");
            return;
        }
        place.setText(wording.place(item.file(), model.items().get().size()));
        name.setText(wording.name(item.file()));
        hash.setText(Hashes.inChunks(item.file().sha256().hex(), HASH_CHUNKS));
        text.describe(wording.describe(item.file()));
        showContent(item, file);
    }

    private void showContent(AttachmentItem item, VerifiedFile file) {
        FileContent content = file.content();
        note.setText(wording.note(item.file(), content));
        size.setText(wording.size(item.file(), content, item.unread().get()));
        Shown.set(picture, content instanceof FileContent.Picture);
        Shown.set(text, !(content instanceof FileContent.Picture));
        warnings.show(FoundWarnings.NONE);
        switch (content) {
            case FileContent.Text(String whole, List<Warning> places) -> {
                FoundWarnings found = FoundWarnings.of(places);
                warnings.show(found);
                text.show(whole, found);
                unreadIs(text.unread().get());
            }
            case FileContent.Opaque(String rows) -> {
                text.showRows(rows);
                unreadIs(text.unread().get());
            }
            case FileContent.Picture(StillPicture header) -> draw(item, file, header);
        }
    }

    /** What the header promised is what is drawn, or nothing. */
    private void draw(AttachmentItem item, VerifiedFile file, StillPicture header) {
        tasks.run(() -> new Image(new ByteArrayInputStream(file.bytes())), image -> {
            if (model.shown().get() != item) {
                return;
            }
            if (image.isError() || image.getWidth() != header.width() || image.getHeight() != header.height()) {
                model.showAsBytes(item);
                show(item);
            } else {
                picture.show(image, wording.describe(item.file()));
            }
        }, _ -> {
            if (model.shown().get() == item) {
                model.showAsBytes(item);
                show(item);
            }
        });
    }
}
