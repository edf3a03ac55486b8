package dev.agenthub.app.ui.audit;

import dev.agenthub.api.EarlierLog;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.app.client.ExportDownload;
import dev.agenthub.app.client.ExportProgress;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.app.verification.PinFile;
import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.note.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** Exports the log, whole or since a pin, and writes the key that verifies its checkpoint beside it. */
public final class ExportViewModel {
    static final String EXTENSION = "ahexport";
    /** The progress while it is unknown. */
    private static final double UNKNOWN = -1;

    private final AuditSource source;
    private final TaskRunner tasks;
    private static final Messages MESSAGES = Messages.of(ExportViewModel.class);
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(UNKNOWN);
    private final ReadOnlyStringWrapper status = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<@Nullable Exported> exported = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private AuditSource.@Nullable Export underWay;
    /** Whether the export was cancelled before the backend was asked for it. */
    private boolean cancelled;

    /**
     * An export that was written.
     *
     * @param file the export
     * @param key the file with its verifier key
     * @param bytes the export's size in bytes
     */
    public record Exported(Path file, Path key, long bytes) {}

    /** An export's parameters, and the key that verifies its checkpoint. */
    private record Order(ExportRequest request, String verifierKey) {}

    private interface Ordering {
        Order order() throws IOException;
    }

    public ExportViewModel(AuditSource source, TaskRunner tasks) {
        this.source = source;
        this.tasks = tasks;
    }

    /** Exports the whole log to this file, with its key beside it. */
    public void export(Path target) {
        export(target, () -> new Order(ExportRequest.whole(true), source.info().verifierKey()));
    }

    /** Exports the entries after the pin in {@code pinFile}. */
    public void exportSince(Path pinFile, Path target) {
        export(target, () -> {
            Checkpoint pinned = PinFile.pin(pinFile, null).checkpoint();
            var info = source.info();
            if (!pinned.origin().equals(info.origin())) {
                throw new CodedException(Codes.PIN_ORIGIN_CHANGED,
                        MESSAGES.text("export.pin.another", pinned.origin()));
            }
            return new Order(ExportRequest.since(pinned.size(), true), info.verifierKey());
        });
    }

    /** Exports the log of an earlier incarnation, which a restore ended. */
    public void export(EarlierLog earlier, Path target) {
        export(target, () -> new Order(new ExportRequest(true, null, earlier.incarnation()), earlier.verifierKey()));
    }

    private void export(Path target, Ordering ordering) {
        failure.set("");
        exported.set(null);
        progress.set(UNKNOWN);
        status.set(MESSAGES.text("export.preparing"));
        cancelled = false;
        running.set(true);
        tasks.run(ordering::order, order -> write(order, target), this::failed);
    }

    private void write(Order order, Path target) {
        if (cancelled) {
            failed(new Failure(ExportDownload.CANCELLED, ""));
            return;
        }
        AuditSource.Export export = source.export(order.request(), target);
        underWay = export;
        tasks.run(() -> {
            ExportDownload.Done done = export.run(new Percent(this::show));
            Path key = beside(target, "vkey");
            GivenFile.write(key, order.verifierKey() + "\n");
            return new Exported(done.file(), key, done.bytes());
        }, done -> {
            exported.set(done);
            end();
        }, this::failed);
    }

    /** Cancels the export under way; no file is left. */
    public void cancel() {
        cancelled = true;
        if (underWay != null) {
            underWay.cancel();
        }
    }

    private void show(ExportProgress now) {
        tasks.onWindow(() -> {
            progress.set(now.fraction());
            status.set(MESSAGES.text("export.running", (int) (100 * now.fraction()), now.entries()));
        });
    }

    /** Reports progress once per percent instead of once per buffer. */
    private static final class Percent implements Consumer<ExportProgress> {
        private final Consumer<ExportProgress> listener;
        private int shown = -1;

        Percent(Consumer<ExportProgress> listener) {
            this.listener = listener;
        }

        @Override
        public void accept(ExportProgress now) {
            int percent = (int) (100 * now.fraction());
            if (percent != shown) {
                shown = percent;
                listener.accept(now);
            }
        }
    }

    private void failed(Failure why) {
        failure.set(why.code().equals(ExportDownload.CANCELLED) ? MESSAGES.text("export.cancelled") : why.line());
        end();
    }

    private void end() {
        underWay = null;
        running.set(false);
    }

    /** Returns the file of the same name with another extension. */
    static Path beside(Path file, String extension) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return file.resolveSibling((dot <= 0 ? name : name.substring(0, dot)) + "." + extension);
    }

    public ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }

    /** The progress from 0 to 1; negative while unknown. */
    public ReadOnlyDoubleProperty progress() {
        return progress.getReadOnlyProperty();
    }

    /** The progress in words. */
    public ReadOnlyStringProperty status() {
        return status.getReadOnlyProperty();
    }

    /** The last export written; null before. */
    public ReadOnlyObjectProperty<@Nullable Exported> exported() {
        return exported.getReadOnlyProperty();
    }

    /** Why nothing was written; empty for no failure. */
    public ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }
}
