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
 * Says why the log gets no checkpoint any more, and lets an administrator declare that the
 * database was restored. Confined to the window's thread.
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

    /** Tells {@code restored} how the log stands after it was restored. */
    public RestoreViewModel(AuditSource source, TaskRunner tasks, Consumer<AuditLogInfo> restored) {
        this.source = source;
        this.tasks = tasks;
        this.restored = restored;
    }

    /** Takes the log as it stands now. */
    public void show(@Nullable AuditLogInfo log) {
        refusal.set(log == null ? null : log.refused());
        if (refusal.get() == null) {
            asking.set(false);
        }
    }

    /** Asks for the reason. */
    public void ask() {
        failure.set("");
        asking.set(true);
    }

    /** Leaves everything as it is. */
    public void cancel() {
        asking.set(false);
    }

    /** Declares it, for the reason that was given. */
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

    /** Why the log gets no checkpoint any more; null where all is well. */
    public ReadOnlyObjectProperty<@Nullable CheckpointRefusal> refusal() {
        return refusal.getReadOnlyProperty();
    }

    /** Whether this person can go on from here. */
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

    /** Why, in the person's words, for the log. */
    public StringProperty reason() {
        return reason;
    }

    public BooleanBinding ready() {
        return Bindings.createBooleanBinding(() -> !Reason.isBlank(reason.get()) && !running.get(), reason, running);
    }

    /** Why it was not done; empty when it was. */
    public ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }
}
