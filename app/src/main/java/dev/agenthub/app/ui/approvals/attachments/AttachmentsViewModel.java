package dev.agenthub.app.ui.approvals.attachments;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.PayloadFile;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.app.ui.approvals.request.ShownWhole;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.files.DurableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The files of the request on show: fetches the files that the payload names, checks each against it, and records which were shown.
 *
 * <p>Used on the window's thread only.
 */
public final class AttachmentsViewModel {
    /** Code: a file could not be written to the chosen place. */
    public static final String NOT_SAVED = "FILE_UNWRITABLE";

    private static final Messages MESSAGES = Messages.of(AttachmentsViewModel.class);

    private final RequestDecisions decisions;
    private final TaskRunner tasks;
    private final ShownWhole shownWhole;
    private final Runnable settled;
    private final Consumer<Failure> different;
    private final ReadOnlyObjectWrapper<List<AttachmentItem>> items = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<@Nullable AttachmentItem> shown = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper saved = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private @Nullable OpenRequest request;

    /**
     * Makes the model, without a request.
     *
     * @param settled called after each file that was verified, and when more of a file was on screen
     * @param different called if the bytes of a file are not those that the payload names
     */
    public AttachmentsViewModel(RequestDecisions decisions, TaskRunner tasks, ShownWhole shownWhole, Runnable settled,
            Consumer<Failure> different) {
        this.decisions = decisions;
        this.tasks = tasks;
        this.shownWhole = shownWhole;
        this.settled = settled;
        this.different = different;
    }

    /** Fetches and checks every file of a request. */
    public void open(OpenRequest opened) {
        clear();
        request = opened;
        List<AttachmentItem> list = opened.payload().files().stream().map(AttachmentItem::new).toList();
        items.set(list);
        settled.run();
        list.forEach(item -> fetch(opened, item));
    }

    /** Drops the files, because no request is on show. */
    public void clear() {
        request = null;
        shown.set(null);
        items.set(List.of());
        saved.set("");
        failure.set("");
    }

    /** Fetches a file again, after its fetch failed. */
    public void fetchAgain(AttachmentItem item) {
        OpenRequest opened = request;
        if (opened != null && items.get().contains(item)
                && item.state().get() instanceof AttachmentItem.State.Missing) {
            item.become(new AttachmentItem.State.Fetching());
            fetch(opened, item);
        }
    }

    private void fetch(OpenRequest opened, AttachmentItem item) {
        tasks.run(() -> VerifiedFile.of(decisions.fetch(opened, item.file())), verified -> {
            if (items.get().contains(item)) {
                item.become(new AttachmentItem.State.Verified(verified));
                if (shownWhole.has(opened, item.file())) {
                    item.unreadIs(0);
                }
                settled.run();
            }
        }, failed -> {
            if (!items.get().contains(item)) {
                return;
            }
            if (failed.code().equals(PayloadFile.DIFFERS)) {
                different.accept(failed);
            } else {
                item.become(new AttachmentItem.State.Missing(failed));
            }
        });
    }

    /** Shows a verified file in place of the payload. */
    public void show(AttachmentItem item) {
        if (item.verified() && items.get().contains(item)) {
            shown.set(item);
        }
    }

    /** Shows the payload again. */
    void showPayload() {
        shown.set(null);
    }

    /** Called by the view with how much of the file on show was not on screen yet. */
    public void unreadIs(int rest) {
        AttachmentItem item = shown.get();
        OpenRequest opened = request;
        if (item != null && opened != null) {
            if (rest == 0) {
                shownWhole.note(opened, item.file());
            }
            item.unreadIs(shownWhole.has(opened, item.file()) ? 0 : rest);
            settled.run();
        }
    }

    /** The picture on show turned out to be none that can be drawn. */
    void showAsBytes(AttachmentItem item) {
        if (item.state().get() instanceof AttachmentItem.State.Verified(VerifiedFile file)) {
            item.become(new AttachmentItem.State.Verified(file.asBytes()));
        }
    }

    /** Writes the verified bytes of a file to {@code target}, readable by this person alone. */
    public void save(AttachmentItem item, Path target) {
        if (item.state().get() instanceof AttachmentItem.State.Verified(VerifiedFile file)) {
            saved.set("");
            failure.set("");
            tasks.run(() -> write(target, file), done -> {
                if (items.get().contains(item)) {
                    saved.set(MESSAGES.text("file.saved", done));
                }
            }, failed -> {
                if (items.get().contains(item)) {
                    failure.set(failed.line());
                }
            });
        }
    }

    private static Path write(Path target, VerifiedFile file) {
        try {
            DurableFile.writePrivately(target, file.bytes());
            return target;
        } catch (IOException e) {
            throw new CodedException(NOT_SAVED, MESSAGES.text("file.unwritable", target), e);
        }
    }

    /** Whether every file that this request's payload names was fetched and verified. */
    public boolean verified(OpenRequest opened) {
        return items.get().stream().filter(AttachmentItem::verified).map(AttachmentItem::file).toList()
                .equals(opened.payload().files());
    }

    /** The number of files that were not shown whole. */
    public int unseen() {
        return (int) items.get().stream().filter(item -> item.unread().get() > 0).count();
    }

    /** The files, in the payload's order. */
    public ReadOnlyObjectProperty<List<AttachmentItem>> items() {
        return items.getReadOnlyProperty();
    }

    /** The file that is shown in place of the payload; null while the payload is shown. */
    public ReadOnlyObjectProperty<@Nullable AttachmentItem> shown() {
        return shown.getReadOnlyProperty();
    }

    /** The path to which the last file was written; empty otherwise. */
    public ReadOnlyStringProperty saved() {
        return saved.getReadOnlyProperty();
    }

    /** Why the last file was not written; empty otherwise. */
    public ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }
}
