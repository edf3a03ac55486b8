package dev.agenthub.app.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.DataFolder;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.evidence.chain.Subject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The exit codes of {@code agenthub reconcile}, by which a script decides. */
class ReconcileCommandTest {
    private static final String HASH = "ab".repeat(32);

    @RegisterExtension
    private final DataFolder data = new DataFolder();

    @TempDir
    private Path folder = Path.of("");
    private Path export = Path.of("");
    private Path events = Path.of("");
    private final TestLog log = new TestLog("northwind").allowing();

    @BeforeEach
    void writeAnExportAndALog() throws IOException {
        Subject run = new Subject(TestLog.id("run").toString(), "run");
        log.allowed(TestLog.id("request"), "refunds.create", HASH);
        log.append("run.started", "AgentHub", run, "{\"payloadHash\":\"" + HASH + "\",\"request\":\""
                + TestLog.id("request") + "\",\"run\":\"" + TestLog.id("run") + "\"}");
        log.append("run.finished", "AgentHub", run, "{\"outcome\":\"executed\",\"responseDigest\":null,\"run\":\""
                + TestLog.id("run") + "\"}");
        export = log.export(folder.resolve("northwind.ahexport"));
        events = write(TestLog.id("request").toString());
    }

    private Path write(String key) throws IOException {
        return Files.writeString(folder.resolve("events.json"), "[{\"id\":\"re_1\",\"time\":\""
                + TestLog.START.plusSeconds(132) + "\",\"idempotencyKey\":\"" + key + "\"}]");
    }

    private CommandRun reconcile(String... more) {
        return CommandRun.of(Stream.concat(Stream.of("reconcile", export.toString(), events.toString(), "--as", "file",
                "--key", log.signer().verifierKey().toString()), Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void endsWithZeroWhereTheyAgreeAndWithOneWhereTheyDoNot() throws IOException {
        CommandRun agreeing = reconcile();
        assertThat(agreeing.exitCode()).as(agreeing.err()).isZero();
        assertThat(agreeing.out()).startsWith("RECONCILED\n");

        write(TestLog.id("somebody's").toString());
        assertThat(reconcile().exitCode()).isEqualTo(1);
        assertThat(reconcile("--json").out()).startsWith("{").contains("\"reconciled\":false").endsWith("}\n");
    }

    @Test
    void comparesNothingWithARejectedExport() throws IOException {
        log.exportWithEvent(export, 2, log.event(1));
        CommandRun run = reconcile();
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).endsWith("[EXPORT_REJECTED]\n");
    }

    @Test
    void takesAToleranceFromNothingToAnHour() {
        assertThat(reconcile("--tolerance", "0").exitCode()).isZero();
        assertThat(reconcile("--tolerance", "3600").exitCode()).isZero();
        for (String wrong : new String[]{"-1", "3601"}) {
            CommandRun run = reconcile("--tolerance", wrong);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("0 to 3600 seconds").endsWith("[USAGE]\n");
        }
    }

    /** Where the export holds no payloads nothing tells which runs called the host: it is said. */
    @Test
    void saysWhereTheHostOfARunIsNotKnown() {
        assertThat(reconcile().err()).doesNotContain("api.example.com");
        assertThat(reconcile("--host", "api.example.com").err()).contains("api.example.com");
    }
}
