package dev.agenthub.app.ui.approvals.attachments;

import dev.agenthub.app.text.Hashes;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Sizes;
import dev.agenthub.app.ui.approvals.reading.ShownPart;
import dev.agenthub.app.ui.approvals.request.PayloadFile;

/** Says in sentences what stands about a file; names that others wrote come with marks. */
final class AttachmentText {
    private static final Messages MESSAGES = Messages.of(AttachmentText.class);

    String name(PayloadFile file) {
        return HiddenCharacters.marked(file.name());
    }

    String caption(int files) {
        return MESSAGES.text("files.caption", files);
    }

    /** Kind, size and the ends of the digest. */
    String facts(PayloadFile file) {
        return MESSAGES.text("file.facts", HiddenCharacters.marked(file.mediaType()), Sizes.of(file.size()),
                Hashes.shortened(file.sha256().hex()));
    }

    /** Whether it was verified, and shown. */
    String state(AttachmentItem item) {
        return switch (item.state().get()) {
            case AttachmentItem.State.Fetching _ -> MESSAGES.text("file.fetching");
            case AttachmentItem.State.Missing(var failure) -> MESSAGES.text("file.missing", failure.line());
            case AttachmentItem.State.Verified _ ->
                MESSAGES.text(item.unread().get() == 0 ? "file.verified.shown" : "file.verified");
        };
    }

    String show(PayloadFile file) {
        return MESSAGES.text("file.show.name", name(file));
    }

    String save(PayloadFile file) {
        return MESSAGES.text("file.save.name", name(file));
    }

    String place(PayloadFile file, int files) {
        return MESSAGES.text("file.place", file.position() + 1, files);
    }

    /** How much of a text was on screen, or how large it is. */
    String size(PayloadFile file, FileContent content, int unread) {
        return content instanceof FileContent.Text(String text, var _)
                ? ShownPart.of(file.size(), text, unread)
                : Sizes.of(file.size());
    }

    /** What a reader must know about what they see. */
    String note(PayloadFile file, FileContent content) {
        return switch (content) {
            case FileContent.Text(String text, var _) -> MESSAGES.text(text.isEmpty() ? "file.empty" : "file.text");
            case FileContent.Picture(StillPicture header) ->
                MESSAGES.text("file.picture", header.kind(), header.width(), header.height());
            case FileContent.Opaque _ ->
                MESSAGES.text("file.opaque", Math.min(file.size(), FileContent.ROW * FileContent.SHOWN_ROWS));
        };
    }

    /** What screen readers say of a file's rows or picture. */
    String describe(PayloadFile file) {
        return MESSAGES.text("file.describe", name(file), Sizes.of(file.size()));
    }
}
