package dev.agenthub.app.ui.verify;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.GivenFile;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.text.Sizes;
import dev.agenthub.app.ui.common.ChangesInTurn;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.app.verification.CheckedExport;
import dev.agenthub.app.verification.ExportFile;
import dev.agenthub.app.verification.FileVerifier;
import dev.agenthub.app.verification.Percents;
import dev.agenthub.app.verification.PinFile;
import dev.agenthub.app.verification.ProofFile;
import dev.agenthub.app.verification.ReportPage;
import dev.agenthub.app.verification.TrustText;
import dev.agenthub.evidence.proof.EntryProof;
import dev.agenthub.evidence.verify.KeptPin;
import dev.agenthub.evidence.verify.StateBeside;
import java.io.IOException;
import java.nio.file.Path;
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

/** The state of the Verify screen. Confined to the window's thread; verification runs on another one. */
final class VerifyViewModel {
    private final FileVerifier verification;
    private final TaskRunner tasks;
    private final Moments moments;
    private static final Messages MESSAGES = Messages.of(VerifyViewModel.class);
    private final ReadOnlyObjectWrapper<VerifyInputs> inputs = new ReadOnlyObjectWrapper<>(VerifyInputs.NONE);
    private final ChangesInTurn<VerifyInputs> changes;
    private final ReadOnlyObjectWrapper<@Nullable VerificationResult> outcome = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Entry> entry = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Run> running = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper();
    private final ReadOnlyStringWrapper progressText = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper saved = new ReadOnlyStringWrapper("");

    VerifyViewModel(FileVerifier verification, TaskRunner tasks, Moments moments) {
        this.verification = verification;
        this.tasks = tasks;
        this.moments = moments;
        this.changes = new ChangesInTurn<>(tasks, inputs, this::failed);
    }

    /** A verification under way. */
    static final class Run {
        private volatile boolean cancelled;
    }

    /** An entry with its bytes from the file. */
    static final class Entry {
        private final long seq;
        private final byte[] bytes;
        private final boolean proven;

        Entry(long seq, byte[] bytes, boolean proven) {
            this.seq = seq;
            this.bytes = bytes.clone();
            this.proven = proven;
        }

        /** Whether the entry is the subject of a proof. */
        boolean isProven() {
            return proven;
        }

        long seq() {
            return seq;
        }

        byte[] bytes() {
            return bytes.clone();
        }
    }

    /** Accepts an export, a key, a pin, or several at once, and verifies as soon as there is an export. */
    void offer(List<Path> files) {
        read(before -> before.with(files));
    }

    void offerKey(Path file) {
        read(before -> before.withKey(file));
    }

    void offerPin(Path file) {
        read(before -> before.withPin(file));
    }

    private void read(ChangesInTurn.Change<VerifyInputs> reading) {
        cancel();
        failure.set("");
        changes.ask(reading, this::verify);
    }

    /** Removes the pin. */
    void forgetPin() {
        changes.ask(before -> before.withPin(null, null), this::verify);
    }

    /** Verifies the current export; the previous result is cleared at once. */
    void verify() {
        VerifyInputs given = inputs.get();
        Path export = given.export();
        if (export == null) {
            return;
        }
        cancel();
        clear();
        var run = new Run();
        running.set(run);
        progress.set(0);
        progressText.set(MESSAGES.text("running.reading", export.getFileName()));
        tasks.run(() -> check(export, given, run), done -> ended(run, () -> show(done)),
                why -> ended(run, () -> failed(why)));
    }

    private void show(VerificationResult done) {
        outcome.set(done);
        EntryProof proven = done.proven();
        if (proven != null) {
            entry.set(new Entry(proven.seq(), proven.event(), true));
        }
    }

    private VerificationResult check(Path file, VerifyInputs given, Run run) throws IOException {
        try {
            return ProofFile.isIn(file)
                    ? VerificationResult.of(verification.verifyProof(file, given.key(), given.pin()), moments)
                    : VerificationResult.of(verification.verify(file, given.key(), given.kept(), percents(run),
                            () -> run.cancelled), moments);
        } catch (CancellationException e) {
            throw new CodedException("CANCELLED", MESSAGES.text("running.cancelled"), e);
        } catch (IOException e) {
            throw GivenFile.unreadable(file, e);
        }
    }

    /** Runs {@code then} unless a later run has replaced this one. */
    private void ended(Run run, Runnable then) {
        if (running.get() == run) {
            running.set(null);
            then.run();
        }
    }

    /** Cancels the run under way, if any. */
    void cancel() {
        Run run = running.get();
        if (run != null) {
            run.cancelled = true;
        }
    }

    private void clear() {
        outcome.set(null);
        entry.set(null);
        failure.set("");
        saved.set("");
    }

    private void failed(Failure why) {
        failure.set(why.line());
    }

    private record SavedPin(KeptPin pin, StateBeside state) {}

    /** Saves the new pin and uses it in the next verification. */
    void savePin(Path target) {
        CheckedExport checked = ended();
        KeptPin pin = Objects.requireNonNull(checked.newPin());
        tasks.run(() -> {
            StateBeside state = PinFile.keep(target, pin, earlier -> verification.contradiction(checked, earlier));
            return new SavedPin(PinFile.read(target, null), state);
        }, written -> {
            changes.ask(before -> before.withPin(written.pin(), target), () -> {});
            saved.set(TrustText.pinSaved(target, String.valueOf(target.getFileName()), written.state()));
        }, this::failed);
    }

    /** Writes the report as an HTML page, and as JSON beside it. */
    void saveReport(Path target) {
        CheckedExport checked = ended();
        tasks.run(() -> {
            String name = String.valueOf(target.getFileName());
            int dot = name.lastIndexOf('.');
            Path json = target.resolveSibling((dot <= 0 ? name : name.substring(0, dot)) + ".json");
            GivenFile.write(target, ReportPage.html(checked));
            GivenFile.write(json, checked.report().toJson() + "\n");
            return MESSAGES.text("saved.report", target.getFileName(), json.getFileName());
        }, saved::set, this::failed);
    }

    /** Shows an entry's exact bytes from the file. */
    void showEntry(long seq) {
        VerificationResult done = Objects.requireNonNull(outcome.get(), "nothing was verified");
        CheckedExport checked = done.checked();
        if (checked == null) {
            show(done);
            return;
        }
        tasks.run(() -> {
            byte[] bytes = ExportFile.event(checked.export(), seq - checked.report().firstSeq());
            return new Entry(seq, bytes == null ? new byte[0] : bytes, false);
        }, entry::set, this::failed);
    }

    void closeEntry() {
        entry.set(null);
    }

    private CheckedExport ended() {
        return Objects.requireNonNull(Objects.requireNonNull(outcome.get(), "nothing was verified").checked(),
                "a proof is no export");
    }

    private Percents percents(Run run) {
        return new Percents((done, total) -> tasks.onWindow(() -> {
            if (running.get() == run) {
                progress.set(total <= 0 ? 0 : (double) done / total);
                progressText.set(MESSAGES.text("running.progress", Sizes.of(done), Sizes.of(total)));
            }
        }));
    }

    ReadOnlyObjectProperty<VerifyInputs> inputs() {
        return inputs.getReadOnlyProperty();
    }

    /** The result; null while there is none. */
    ReadOnlyObjectProperty<@Nullable VerificationResult> outcome() {
        return outcome.getReadOnlyProperty();
    }

    /** The entry shown; null for none. */
    ReadOnlyObjectProperty<@Nullable Entry> entry() {
        return entry.getReadOnlyProperty();
    }

    /** The run under way; null for none. */
    ReadOnlyObjectProperty<@Nullable Run> running() {
        return running.getReadOnlyProperty();
    }

    /** The progress, from 0 to 1. */
    ReadOnlyDoubleProperty progress() {
        return progress.getReadOnlyProperty();
    }

    ReadOnlyStringProperty progressText() {
        return progressText.getReadOnlyProperty();
    }

    /** Why verification is impossible; empty otherwise. */
    ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }

    /** What was just saved, in words; empty for nothing yet. */
    ReadOnlyStringProperty saved() {
        return saved.getReadOnlyProperty();
    }
}
