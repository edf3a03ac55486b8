package dev.agenthub.app.ui.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.reconciliation.ProviderLog.Form;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.verification.FileVerifier;
import dev.agenthub.app.verification.KnownKeys;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.hash.PayloadHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcileViewModelTest {
    private static final InstantSource CLOCK = InstantSource.fixed(TestLog.START);

    @TempDir
    private Path folder = Path.of("");

    private final ImmediateTasks tasks = new ImmediateTasks();
    private final TestLog log = new TestLog("northwind");

    private ReconcileViewModel model() {
        return new ReconcileViewModel(new FileVerifier(new KnownKeys(folder.resolve("pins")), CLOCK), tasks,
                new Moments(CLOCK, ZoneOffset.UTC));
    }

    /** The format chosen while the log was still being read counts. */
    @Test
    void keepsEveryOneOfTheInputsGivenInQuickSuccession() throws IOException {
        Path export = log.calls(3).export(folder.resolve("northwind.ahexport"));
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
        log.calls(3);
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

    /** A run of a request whose payload calls this host. */
    private byte[] run(String name, String host) {
        byte[] payload = TestLog.payload(TestLog.id(name), "https://" + host + "/v1/refunds");
        String hash = PayloadHash.of(payload).hex();
        Subject run = new Subject(TestLog.id("run " + name).toString(), "run");
        log.allowed(TestLog.id(name), "refunds.create", hash);
        log.append("run.started", "AgentHub", run, "{\"payloadHash\":\"" + hash + "\",\"request\":\""
                + TestLog.id(name) + "\",\"run\":\"" + TestLog.id("run " + name) + "\"}");
        log.append("run.finished", "AgentHub", run, "{\"outcome\":\"executed\",\"responseDigest\":null,\"run\":\""
                + TestLog.id("run " + name) + "\"}");
        return payload;
    }

    @Test
    void comparesAProvidersLogWithTheRunsThatCalledItsHost() throws IOException {
        log.allowing();
        List<byte[]> payloads = List.of(run("a", "api.stripe.com"), run("b", "api.example.com"));
        Path export = log.export(folder.resolve("northwind.ahexport"), payloads);
        Path key = Files.writeString(folder.resolve("northwind.vkey"), log.signer().verifierKey() + "\n");
        Path events = Files.writeString(folder.resolve("stripe.json"), "{\"data\":[{\"id\":\"evt_1\",\"created\":"
                + TestLog.START.plusSeconds(132).getEpochSecond()
                + ",\"type\":\"refund.created\",\"request\":{\"id\":\"req_1\",\"idempotency_key\":\"" + TestLog.id("a")
                + "\"}}]}");
        ReconcileViewModel model = model();

        model.offer(List.of(key, export, events));
        assertThat(model.failure().get()).isEmpty();
        ReconciliationResult result = Objects.requireNonNull(model.compared().get());
        assertThat(result.agrees()).as("the other run is none of this provider's").isTrue();
        assertThat(result.remarks()).isEmpty();

        model.readAs(Form.FILE);
        model.offer(List.of(Files.writeString(folder.resolve("events.json"), "[{\"id\":\"re_1\",\"time\":\""
                + TestLog.START.plusSeconds(132) + "\",\"idempotencyKey\":\"" + TestLog.id("a") + "\"}]")));
        result = Objects.requireNonNull(model.compared().get());
        assertThat(result.agrees()).as("a log of any host is compared with all runs").isFalse();
    }

    @Test
    void saysWhereItIsNotKnownWhichHostWasCalled() throws IOException {
        log.allowing();
        run("a", "api.stripe.com");
        Path export = log.export(folder.resolve("northwind.ahexport"));
        Path key = Files.writeString(folder.resolve("northwind.vkey"), log.signer().verifierKey() + "\n");
        ReconcileViewModel model = model();

        model.offer(List.of(key, export, Files.writeString(folder.resolve("stripe.json"), "[]")));
        assertThat(Objects.requireNonNull(model.compared().get()).remarks()).singleElement().asString()
                .contains("api.stripe.com");
    }
}
