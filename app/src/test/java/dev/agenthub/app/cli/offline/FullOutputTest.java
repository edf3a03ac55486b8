package dev.agenthub.app.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.DataFolder;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.launcher.Main;
import dev.agenthub.app.testing.TestLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Commands fail where their output could not be written. */
class FullOutputTest {

    @RegisterExtension
    private final DataFolder data = new DataFolder();

    private final Path folder;
    private final TestLog log = new TestLog("northwind").calls(3);
    private final String key = log.signer().verifierKey().toString();
    private final String export;

    FullOutputTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.export = log.export(folder.resolve("northwind.ahexport")).toString();
    }

    /** A disk without room: it takes nothing and says so. */
    private static final class FullDisk extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            throw new IOException("No space left on device");
        }
    }

    private static CommandRun ontoAFullDisk(String... arguments) {
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)),
                new PrintStream(new FullDisk(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), false);
        int exitCode = Main.run(terminal, arguments);
        return new CommandRun(exitCode, "", err.toString(StandardCharsets.UTF_8));
    }

    private static void assertNotDone(CommandRun run) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).endsWith("[OUTPUT_UNWRITABLE]\n").hasLineCount(1);
    }

    @Test
    void verifiesNothingThatNobodyCanRead() {
        assertNotDone(ontoAFullDisk("verify", export, "--key", key, "--json"));
        assertNotDone(ontoAFullDisk("verify", export, "--key", key));
    }

    @Test
    void savesNoPinOfAVerificationThatNobodyCouldRead() {
        Path pin = folder.resolve("northwind.pin");

        assertNotDone(ontoAFullDisk("verify", export, "--key", key, "--save-pin", pin.toString()));

        assertThat(pin).doesNotExist();
    }

    @Test
    void saysThatAProofACanonicalFormAndAHashDidNotArrive() {
        assertNotDone(ontoAFullDisk("prove", export, "2"));
        assertNotDone(ontoAFullDisk("canonicalize"));
        assertNotDone(ontoAFullDisk("hash"));
    }

    @Test
    void writesIntoADeviceInsteadOfReplacingIt() {
        Path device = Path.of("/dev/full");
        assumeThat(device).exists();
        Path link = folder.resolve("full");
        assertThatCode(() -> Files.createSymbolicLink(link, device)).doesNotThrowAnyException();

        for (CommandRun run : new CommandRun[]{CommandRun.of("prove", export, "2", "--out", link.toString()),
                CommandRun.of("verify", export, "--key", key, "--report", link.toString())}) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
            assertThat(run.err()).endsWith("[FILE_UNWRITABLE]\n");
        }
        assertThat(link).isSymbolicLink();
    }

    @Test
    void saysThatHelpDidNotArrive() {
        assertNotDone(ontoAFullDisk("--version"));
        assertNotDone(ontoAFullDisk("verify", "--help"));
        assertNotDone(ontoAFullDisk("keys", "list", "--help"));
        assertNotDone(ontoAFullDisk("migrate", "--help"));
    }
}
