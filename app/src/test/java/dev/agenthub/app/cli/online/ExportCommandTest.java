package dev.agenthub.app.cli.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Enrolled;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.DataFolder;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.platform.BackendAddress;
import dev.agenthub.app.platform.KeyCard;
import dev.agenthub.app.platform.KeyFiles;
import dev.agenthub.app.platform.QuickKeys;
import dev.agenthub.app.platform.UnlockedKey;
import dev.agenthub.app.testing.TestBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code agenthub export} with a key file and a passphrase from the environment, up to a file that verifies. */
class ExportCommandTest {
    private static final String PASSPHRASE = "orbit velvet candle";

    @RegisterExtension
    private final DataFolder data = new DataFolder();

    private final TestBackend backend;
    private final Path written;

    ExportCommandTest(@TempDir Path folder) throws IOException {
        this.written = Files.createDirectory(folder.resolve("written"));
        this.backend = new TestBackend();
    }

    @BeforeEach
    void enrolAdaOnThisDevice() {
        backend.log.calls(20);
        Path own = data.path().resolve("own");
        KeyFiles keys = QuickKeys.in(own);
        try (UnlockedKey key = UnlockedKey.generate()) {
            Enrolled ada = backend.enrolled("Ada Lind", key.publicKey());
            KeyCard card = keys.store("Ada Lind", TestBackend.ORG, key, PASSPHRASE.toCharArray());
            keys.confirm(card, ada.member(), "Northwind Outfitters");
        }
        BackendAddress.publish(own, backend.uri());
    }

    @AfterEach
    void closeTheBackend() {
        backend.close();
    }

    private CommandRun export(String... more) {
        return CommandRun.withEnvironment(Map.of(Passphrase.VARIABLE, PASSPHRASE),
                Stream.concat(Stream.of("export"), Stream.of(more)).toArray(String[]::new));
    }

    private String file(String name) {
        return written.resolve(name).toString();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> found = Files.list(written)) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesAnExportAndTheKeyThatItVerifiesBy() throws IOException {
        var run = export(file("q3.ahexport"), "--vkey", file("northwind.vkey"));

        assertThat(run.err()).contains("21 entries in ", "agenthub verify ");
        assertThat(run.exitCode()).isZero();
        assertThat(files()).containsExactly("northwind.vkey", "q3.ahexport");
        var verified = CommandRun.of("verify", file("q3.ahexport"), "--key", file("northwind.vkey"));
        assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
    }

    @Test
    void exportsWhatCameAfterAPinAndThatIsJudgedFullyByThePinsState() {
        assertThat(export(file("q3.ahexport"), "--vkey", file("northwind.vkey")).exitCode()).isZero();
        assertThat(CommandRun.of("verify", file("q3.ahexport"), "--key", file("northwind.vkey"), "--save-pin",
                file("northwind.pin")).exitCode()).isZero();
        backend.log.calls(7);

        var run = export(file("q4.ahexport"), "--since", file("northwind.pin"));

        assertThat(run.err()).contains("7 entries from entry 21 on");
        assertThat(run.exitCode()).isZero();
        var verified = CommandRun.of("verify", file("q4.ahexport"), "--pin", file("northwind.pin"), "--json");
        assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
        assertThat(verified.out()).contains("\"controls\":\"PASSED\"").doesNotContain("CONTROLS_PARTIAL");
    }

    @Test
    void asksForPayloadsOnlyWhereItWasToldTo() throws IOException {
        Path pin = written.resolve("northwind.pin");
        backend.log.pin().write(pin);
        backend.log.calls(1);
        long size = backend.log.size() - 1L;

        export(file("1.ahexport"));
        export(file("2.ahexport"), "--payloads");
        export(file("3.ahexport"), "--since", pin.toString());
        export(file("4.ahexport"), "--since", pin.toString(), "--payloads");
        assertThat(backend.exports).containsExactly(ExportRequest.whole(false), ExportRequest.whole(true),
                new ExportRequest(false, size, 1), new ExportRequest(true, size, 1));
    }

    @Test
    void neverWritesOverAnotherFile() throws IOException {
        Path there = Files.writeString(written.resolve("q3.ahexport"), "kept");

        var run = export(there.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).endsWith("[FILE_EXISTS]\n").hasLineCount(1);
        assertThat(there).hasContent("kept");
    }

    @Test
    void writesNothingByAWrongPassphrase() throws IOException {
        var run = CommandRun.withEnvironment(Map.of(Passphrase.VARIABLE, "orbit velvet"), "export",
                file("q3.ahexport"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).endsWith("[KEY_PASSPHRASE_WRONG]\n").hasLineCount(1).doesNotContain("orbit");
        assertThat(files()).isEmpty();
    }

    @Test
    void leavesNoHalfFileWhereTheBackendGoesAwayInTheMiddle() throws IOException {
        backend.breakExportsOff();

        var run = export(file("q3.ahexport"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).endsWith("]\n").hasLineCount(1);
        assertThat(files()).isEmpty();
    }

    @Test
    void saysThatNothingIsOpenOnThisMachine() throws IOException {
        BackendAddress.withdraw(data.path().resolve("own"));

        var run = export(file("q3.ahexport"));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).endsWith("[BACKEND_NOT_RUNNING]\n");
        assertThat(files()).isEmpty();
    }
}
