package dev.agenthub.app.ui.audit;

import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.CheckpointRefusal;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.evidence.statement.Reason;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * Tells why the log gets no more checkpoints, and lets an administrator declare that the
 * database was restored from a backup. Confined to the window's thread.
 */
public final class RestoreViewModel {
    private final AuditSource source;
    private final TaskRunner tasks;
    private final Consumer<AuditLogInfo> restored;
    private final ReadOnlyObjectWrapper<@Nullable CheckpointRefusal> refusal = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final StringProperty reason = new SimpleStringProperty("");

    /** {@code restored} receives the log after the restore was declared. */
    public RestoreViewModel(AuditSource source, TaskRunner tasks, Consumer<AuditLogInfo> restored) {
        this.source = source;
        this.tasks = tasks;
        this.restored = restored;
    }

    /** Sets the current log. */
    public void show(@Nullable AuditLogInfo log) {
        refusal.set(log == null ? null : log.refused());
        if (refusal.get() == null) {
            asking.set(false);
        }
    }

    /** Opens the field for the reason. */
    public void ask() {
        failure.set("");
        asking.set(true);
    }

    /** Closes the field without declaring a restore. */
    public void cancel() {
        asking.set(false);
    }

    /** Declares the restore with the reason entered. */
    public void declare() {
        String why = reason.get().strip();
        if (Reason.isBlank(why) || running.get()) {
            return;
        }
        failure.set("");
        running.set(true);
        tasks.run(() -> source.restore(why), log -> {
            running.set(false);
            reason.set("");
            show(log);
            restored.accept(log);
        }, this::failed);
    }

    private void failed(Failure why) {
        failure.set(why.line());
        running.set(false);
    }

    /** Why the log gets no more checkpoints; null where it gets them. */
    public ReadOnlyObjectProperty<@Nullable CheckpointRefusal> refusal() {
        return refusal.getReadOnlyProperty();
    }

    /** Whether this member may declare a restore now. */
    public BooleanBinding mayRestore() {
        return Bindings.createBooleanBinding(() -> {
            CheckpointRefusal now = refusal.get();
            return now != null && now.restorable() && source.mayRestore();
        }, refusal);
    }

    public ReadOnlyBooleanProperty asking() {
        return asking.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }

    /** The reason entered, which the log records. */
    public StringProperty reason() {
        return reason;
    }

    public BooleanBinding ready() {
        return Bindings.createBooleanBinding(() -> !Reason.isBlank(reason.get()) && !running.get(), reason, running);
    }

    /** Why the declaration failed; empty for no failure. */
    public ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }
}
