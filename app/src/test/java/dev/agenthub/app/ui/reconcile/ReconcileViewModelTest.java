package dev.agenthub.app.ui.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.reconciliation.ProviderLog.Form;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.verification.FileVerifier;
import dev.agenthub.app.verification.KnownKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcileViewModelTest {
    private static final InstantSource CLOCK = InstantSource.fixed(TestLog.START);

    @TempDir
    private Path folder = Path.of("");

    private final ImmediateTasks tasks = new ImmediateTasks();

    private ReconcileViewModel model() {
        return new ReconcileViewModel(new FileVerifier(new KnownKeys(folder.resolve("pins")), CLOCK), tasks,
                new Moments(CLOCK, ZoneOffset.UTC));
    }

    /** The format chosen while the log was still being read counts. */
    @Test
    void keepsEveryOneOfTheInputsGivenInQuickSuccession() throws IOException {
        Path export = new TestLog("northwind").calls(3).export(folder.resolve("northwind.ahexport"));
        Path events = Files.writeString(folder.resolve("events.json"), "[]");
        ReconcileViewModel model = model();
        tasks.hold();

        model.offer(List.of(export));
        model.offer(List.of(events));
        model.readAs(Form.SLACK);
        while (tasks.waiting() > 0) {
            tasks.releaseOne();
        }

        assertThat(model.inputs().get())
                .extracting(ReconcileInputs::export, ReconcileInputs::log, ReconcileInputs::form)
                .containsExactly(export, events, Form.SLACK);
    }

    /** Closing the window interrupts what is being written. */
    @Test
    void aResultThatCannotBeWrittenLeavesTheOlderOneWhole() throws IOException {
        Path saved = Files.writeString(folder.resolve("result.json"), "the older result");
        ReconcileViewModel model = model();
        TestLog log = new TestLog("northwind").calls(3);
        model.offer(List.of(log.export(folder.resolve("northwind.ahexport")),
                Files.writeString(folder.resolve("northwind.vkey"), log.signer().verifierKey() + "\n"),
                Files.writeString(folder.resolve("events.json"), "[]")));
        model.readAs(Form.FILE);
        assertThat(model.compared().get()).as(model.failure().get()).isNotNull();

        Thread.currentThread().interrupt();
        model.save(saved);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(model.failure().get()).contains("FILE_UNWRITABLE");
        assertThat(saved).hasContent("the older result");
        model.save(saved);
        assertThat(saved).content().startsWith("{");
    }
}
