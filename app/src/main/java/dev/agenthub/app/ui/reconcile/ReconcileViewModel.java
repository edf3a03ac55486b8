package dev.agenthub.app.ui.reconcile;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.app.reconciliation.Effect;
import dev.agenthub.app.reconciliation.ExportedRuns;
import dev.agenthub.app.reconciliation.ProviderLog;
import dev.agenthub.app.reconciliation.ProviderLog.Form;
import dev.agenthub.app.reconciliation.ProviderRuns;
import dev.agenthub.app.reconciliation.Reconciliation;
import dev.agenthub.app.reconciliation.UnreadableLogException;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.common.ChangesInTurn;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.app.verification.CheckedExport;
import dev.agenthub.app.verification.FileVerifier;
import dev.agenthub.app.verification.Percents;
import dev.agenthub.app.verification.TrustText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** The state of the Reconcile screen. Confined to the window's thread; the comparison runs on another one. */
final class ReconcileViewModel {
    private static final Messages MESSAGES = Messages.of(ReconcileViewModel.class);
    /** The largest difference between the two clocks. */
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final FileVerifier verification;
    private final TaskRunner tasks;
    private final ComparedText wording;
    private final ReadOnlyObjectWrapper<ReconcileInputs> inputs = new ReadOnlyObjectWrapper<>(ReconcileInputs.NONE);
    private final ChangesInTurn<ReconcileInputs> changes;
    private final ReadOnlyObjectWrapper<@Nullable ReconciliationResult> compared = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Run> running = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper done = new ReadOnlyStringWrapper("");

    ReconcileViewModel(FileVerifier verification, TaskRunner tasks, Moments moments) {
        this.verification = verification;
        this.tasks = tasks;
        this.wording = new ComparedText(moments);
        this.changes = new ChangesInTurn<>(tasks, inputs, this::failed);
    }

    /** A comparison under way. */
    static final class Run {
        private volatile boolean cancelled;
    }

    /** Accepts an export, a provider's log, a key or a pin, and compares as soon as there are an export and a log. */
    void offer(List<Path> files) {
        stop();
        failure.set("");
        changes.ask(before -> before.with(files), this::compare);
    }

    /** Sets the format of the provider's log. */
    void readAs(Form form) {
        if (form != inputs.get().form()) {
            changes.ask(before -> before.as(form), this::compare);
        }
    }

    /** Compares the current inputs; the previous result is cleared at once. */
    void compare() {
        ReconcileInputs given = inputs.get();
        Path export = given.export();
        Path log = given.log();
        stop();
        compared.set(null);
        failure.set("");
        done.set("");
        if (export == null || log == null) {
            return;
        }
        Run run = new Run();
        running.set(run);
        progress.set(0);
        tasks.run(() -> work(export, log, given, run), found -> ended(run, () -> compared.set(found)),
                why -> ended(run, () -> failed(why)));
    }

    private ReconciliationResult work(Path export, Path log, ReconcileInputs given, Run run) {
        List<Effect> effects = effects(log, given.form());
        CheckedExport checked;
        ExportedRuns.Told told;
        try {
            checked = verification.verify(export, given.key(), given.kept(), percents(run), () -> run.cancelled);
            if (!checked.report().isVerified()) {
                throw new CodedException("EXPORT_REJECTED", MESSAGES.text("failure.rejected", export.getFileName()));
            }
            told = ExportedRuns.read(export);
        } catch (CancellationException e) {
            throw new CodedException("CANCELLED", MESSAGES.text("running.cancelled"), e);
        } catch (IOException e) {
            throw GivenFile.unreadable(export, e);
        }
        List<String> remarks = new ArrayList<>();
        if (checked.trust().contradictsRecord()) {
            remarks.add(TrustText.contradicts());
        }
        ProviderRuns chosen = ProviderRuns.of(told, given.form(), null);
        if (chosen.remark() != null) {
            remarks.add(chosen.remark());
        }
        return wording.of(Reconciliation.of(chosen.told(), effects, TOLERANCE), remarks);
    }

    private static List<Effect> effects(Path log, Form form) {
        try (InputStream in = GivenFile.open(log)) {
            return ProviderLog.read(in, form);
        } catch (UnreadableLogException e) {
            throw new CodedException("LOG_UNREADABLE",
                    MESSAGES.text("failure.file", log.getFileName(), String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            throw GivenFile.unreadable(log, e);
        }
    }

    /** Runs {@code then} unless the comparison was cancelled. */
    private void ended(Run run, Runnable then) {
        if (running.get() == run) {
            running.set(null);
            then.run();
        }
    }

    private void stop() {
        Run run = running.get();
        if (run != null) {
            run.cancelled = true;
            running.set(null);
        }
    }

    /** Cancels the comparison. */
    void cancel() {
        if (running.get() != null) {
            stop();
            failure.set(new Failure("CANCELLED", MESSAGES.text("running.cancelled")).line());
        }
    }

    /** Saves the result as JSON. */
    void save(Path target) {
        String json = Objects.requireNonNull(compared.get(), "nothing was compared").json();
        done.set("");
        tasks.run(() -> {
            try {
                GivenFile.write(target, json);
                return target;
            } catch (IOException e) {
                throw new CodedException("FILE_UNWRITABLE",
                        MESSAGES.text("failure.unwritable", target.getFileName()), e);
            }
        }, written -> done.set(MESSAGES.text("done.saved", written.getFileName())), this::failed);
    }

    void copied() {
        done.set(MESSAGES.text("done.copied"));
    }

    private void failed(Failure why) {
        failure.set(why.line());
    }

    private Percents percents(Run run) {
        return new Percents((read, total) -> tasks.onWindow(() -> {
            if (running.get() == run) {
                progress.set(total <= 0 ? 0 : (double) read / total);
            }
        }));
    }

    ReadOnlyObjectProperty<ReconcileInputs> inputs() {
        return inputs.getReadOnlyProperty();
    }

    /** The result; null while there is none. */
    ReadOnlyObjectProperty<@Nullable ReconciliationResult> compared() {
        return compared.getReadOnlyProperty();
    }

    /** The comparison under way; null for none. */
    ReadOnlyObjectProperty<@Nullable Run> running() {
        return running.getReadOnlyProperty();
    }

    /** The share of the export verified, from 0 to 1. */
    ReadOnlyDoubleProperty progress() {
        return progress.getReadOnlyProperty();
    }

    ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }

    /** What was last done with the result, in words. */
    ReadOnlyStringProperty done() {
        return done.getReadOnlyProperty();
    }
}
