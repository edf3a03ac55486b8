package dev.agenthub.app.ui.audit;

import dev.agenthub.app.ui.common.Failure;
import dev.agenthub.app.ui.common.TaskRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** Takes the log out of the house: an export, and beside it the key that its checkpoint is signed with. */
public final class ExportViewModel {
    static final String EXTENSION = "ahexport";

    private final AuditSource source;
    private final TaskRunner tasks;
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Exported> exported = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");

    /**
     * An export that was written.
     *
     * @param file the export
     * @param key the file with its verifier key
     * @param bytes how large the export is
     */
    public record Exported(Path file, Path key, long bytes) {}

    public ExportViewModel(AuditSource source, TaskRunner tasks) {
        this.source = source;
        this.tasks = tasks;
    }

    /** Writes the export to this file, and its key beside it. */
    public void export(Path target) {
        failure.set("");
        exported.set(null);
        running.set(true);
        tasks.run(() -> write(target), done -> {
            exported.set(done);
            running.set(false);
        }, this::failed);
    }

    private Exported write(Path target) throws IOException {
        long bytes = source.export(target);
        Path key = beside(target, "vkey");
        Files.writeString(key, source.info().verifierKey() + "\n");
        return new Exported(target, key, bytes);
    }

    private void failed(Failure why) {
        failure.set(why.line());
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

    /** What was written last, null before. */
    public ReadOnlyObjectProperty<@Nullable Exported> exported() {
        return exported.getReadOnlyProperty();
    }

    /** Why nothing was written; empty when it was. */
    public ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }
}
