package dev.agenthub.app.ui.verify;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyViewModelTest {
    private static final InstantSource CLOCK = InstantSource.fixed(TestLog.START);

    @TempDir
    private Path folder = Path.of("");

    private final ImmediateTasks tasks = new ImmediateTasks();
    private final TestLog log = new TestLog("northwind").calls(3);

    private VerifyViewModel model() {
        return new VerifyViewModel(new FileVerifier(new KnownKeys(folder.resolve("pins")), CLOCK), tasks,
                new Moments(CLOCK, ZoneOffset.UTC));
    }

    @Test
    void keepsEveryOneOfTheFilesOfferedInQuickSuccession() throws IOException {
        Path export = log.export(folder.resolve("northwind.ahexport"));
        Path key = Files.writeString(folder.resolve("northwind.vkey"), log.signer().verifierKey() + "\n");
        Path pin = folder.resolve("northwind.pin");
        log.pin().write(pin);
        VerifyViewModel model = model();
        tasks.hold();

        model.offer(List.of(export));
        model.offerKey(key);
        model.offerPin(pin);
        while (tasks.waiting() > 0) {
            tasks.releaseOne();
        }

        assertThat(model.inputs().get()).extracting(VerifyInputs::export, VerifyInputs::keyFile, VerifyInputs::pinFile)
                .containsExactly(export, key, pin);
        assertThat(model.failure().get()).isEmpty();
        assertThat(model.outcome().get()).isNotNull();
    }

    /** Closing the window interrupts what is being written. */
    @Test
    void aReportThatCannotBeWrittenLeavesTheOlderOneWhole() throws IOException {
        Path page = Files.writeString(folder.resolve("report.html"), "the older page");
        Path json = Files.writeString(folder.resolve("report.json"), "the older report");
        VerifyViewModel model = model();
        model.offerKey(Files.writeString(folder.resolve("northwind.vkey"), log.signer().verifierKey() + "\n"));
        model.offer(List.of(log.export(folder.resolve("northwind.ahexport"))));

        Thread.currentThread().interrupt();
        model.saveReport(page);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(model.failure().get()).isNotEmpty();
        assertThat(page).hasContent("the older page");
        assertThat(json).hasContent("the older report");
        model.saveReport(page);
        assertThat(page).content().contains("<html");
        assertThat(json).content().startsWith("{");
    }

    /** The verdict of one file must not stand above another. */
    @Test
    void showsNoEarlierResultWhileAnotherFileIsVerified() throws IOException {
        Path export = log.export(folder.resolve("northwind.ahexport"));
        VerifyViewModel model = model();
        model.offerKey(Files.writeString(folder.resolve("northwind.vkey"), log.signer().verifierKey() + "\n"));
        model.offer(List.of(export));
        assertThat(model.outcome().get()).isNotNull();

        tasks.hold();
        model.verify();
        assertThat(model.outcome().get()).isNull();
        model.verify();
        tasks.releaseOne();
        assertThat(model.outcome().get()).as("of the run that was replaced").isNull();
        tasks.releaseOne();
        assertThat(model.outcome().get()).isNotNull();
    }

    /** Cut off in its middle, the export says of no log that it is its; the person's key still judges it. */
    @Test
    void keepsTheKeyForAnExportThatCannotBeRead() throws IOException {
        byte[] whole = Files.readAllBytes(log.export(folder.resolve("northwind.ahexport")));
        Path half = Files.write(folder.resolve("half.ahexport"), Arrays.copyOf(whole, whole.length / 2));
        Path key = Files.writeString(folder.resolve("northwind.vkey"), log.signer().verifierKey() + "\n");
        VerifyViewModel model = model();

        model.offer(List.of(key, half));

        assertThat(model.failure().get()).isEmpty();
        assertThat(model.inputs().get().keyFile()).isEqualTo(key);
        assertThat(model.outcome().get()).isNotNull();
    }
}
