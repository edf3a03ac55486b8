package dev.agenthub.app.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.DataFolder;
import dev.agenthub.app.testing.TestLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ProveCommandTest {

    @RegisterExtension
    private final DataFolder data = new DataFolder();

    @TempDir
    private Path folder = Path.of("");
    private Path export = Path.of("");
    private final TestLog log = new TestLog("northwind").calls(20);
    private final String key = log.signer().verifierKey().toString();

    @BeforeEach
    void writeAnExport() throws IOException {
        export = log.export(folder.resolve("northwind.ahexport"));
    }

    private Path proven(int seq) {
        Path proof = folder.resolve(seq + ".tlog-proof");
        CommandRun run = CommandRun.of("prove", export.toString(), Integer.toString(seq), "--out", proof.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        return proof;
    }

    @Test
    void writesAProofToStandardOutputAndNothingElse() throws IOException {
        CommandRun run = CommandRun.of("prove", export.toString(), "7");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("c2sp.org/tlog-proof@v1\nextra ").isEqualTo(Files.readString(proven(7)));
    }

    @Test
    void writesAProofThatVerifiesAlone() throws IOException {
        Path proof = proven(7);
        Files.delete(export);

        CommandRun run = CommandRun.of("verify", proof.toString(), "--key", key);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("VERIFIED (UNPINNED)\n").contains("Entry           7\n", "connector.called",
                "Not that the log is complete");
        assertThat(CommandRun.of("verify", proof.toString(), "--json").out()).contains("\"verdict\":\"VERIFIED\"",
                "\"seq\":7");
    }

    @Test
    void verifiesAProofByAPin() throws IOException {
        Path pin = folder.resolve("northwind.pin");
        log.pin().write(pin);

        assertThat(CommandRun.of("verify", proven(0).toString(), "--pin", pin.toString()).out())
                .startsWith("VERIFIED\n").contains("Pin             passed");
    }

    @Test
    void rejectsAProofThatWasChanged() throws IOException {
        Path proof = proven(3);
        Files.writeString(proof, Files.readString(proof).replace("index 3", "index 4"));

        CommandRun run = CommandRun.of("verify", proof.toString(), "--key", key);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).startsWith("REJECTED").contains("PROOF_INVALID at entry 4");
    }

    @Test
    void saysWhichEntriesThereAre() {
        CommandRun run = CommandRun.of("prove", export.toString(), "21");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo(
                "agenthub: The export holds the entries 0 to 20, not 21. [SEQ_OUT_OF_RANGE]\n");
        assertThat(CommandRun.of("prove", export.toString(), "-1").exitCode()).isEqualTo(2);
        assertThat(CommandRun.of("prove", export.toString(), "seven").err()).endsWith("[USAGE]\n").hasLineCount(1);
    }

    @Test
    void savesNeitherPinNorPageOfAProof() {
        CommandRun run = CommandRun.of("verify", proven(3).toString(), "--key", key, "--save-pin", "never.pin");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).endsWith("[NOT_FOR_PROOFS]\n");
    }

    @Test
    void saysInOneLineWhyItCannotReadWhatItWasGiven() throws IOException {
        Path empty = Files.write(folder.resolve("empty"), new byte[0]);
        Path garbage = Files.write(folder.resolve("garbage"), new byte[]{0, -1, 80, 75, 5, 6, 13, 10});
        for (Path file : new Path[]{folder, folder.resolve("missing"), empty, garbage, Path.of("/dev/null")}) {
            for (CommandRun run : new CommandRun[]{CommandRun.of("prove", file.toString(), "0"),
                    CommandRun.of("verify", file.toString()), CommandRun.of("verify", file.toString(), "--key", key),
                    CommandRun.of("verify", export.toString(), "--pin", file.toString())}) {
                assertThat(run.exitCode()).as(file + ": " + run.err()).isBetween(1, 2);
                assertThat(run.err() + run.out()).doesNotContain("Exception", "UNEXPECTED", "\tat ");
                assertThat(run.err().lines().count()).isLessThanOrEqualTo(1);
            }
        }
    }
}
