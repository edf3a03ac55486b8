package dev.agenthub.app.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.DataFolder;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.note.NoteSigner;
import dev.agenthub.evidence.note.Pin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {

    @RegisterExtension
    private final DataFolder data = new DataFolder();

    @TempDir
    private Path folder;
    private Path export;
    private TestLog log;
    private String key;

    VerifyCommandTest() {
        folder = Path.of("");
        export = Path.of("");
        log = new TestLog("northwind");
        key = log.signer().verifierKey().toString();
    }

    @BeforeEach
    void writeAnExport() throws IOException {
        export = log.calls(20).export(folder.resolve("northwind.ahexport"));
    }

    private CommandRun verify(String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "verify";
        arguments[1] = export.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return CommandRun.of(arguments);
    }

    private static JsonObject json(CommandRun run) {
        return (JsonObject) JsonValue.parse(run.out().strip().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void verifiesByTheKeyOnTheLineAndSaysUnpinned() {
        var run = verify("--key", key);

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("VERIFIED").contains("UNPINNED");
    }

    @Test
    void takesTheKeyFromAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("northwind.vkey"), key + "\n");

        assertThat(verify("--key", file.toString()).exitCode()).isZero();
    }

    @Test
    void needsAKeyOrAPinAndSaysSo() {
        var run = verify();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("give its verifier key or your pin").endsWith("[KEY_NEEDED]\n").hasLineCount(1);
    }

    @Test
    void recordsAKeyThatProvedItselfAndTrustsItTheNextTime() {
        assertThat(verify("--key", key).err()).contains("is now recorded in");

        var second = verify();
        assertThat(second.exitCode()).isZero();
        assertThat(second.err()).contains("recorded on this machine");
    }

    @Test
    void doesNotRecordAKeyThatSignedNothing() {
        String strangers = new TestLog("northwind2").signer().verifierKey().toString();

        assertThat(verify("--key", strangers).exitCode()).isEqualTo(1);
        assertThat(verify().exitCode()).isEqualTo(2);
    }

    /** A key that claims the log's name and did not sign it would otherwise be trusted the next time. */
    @Test
    void doesNotRecordAKeyOfThatNameThatSignedNothing() throws IOException {
        String forged = new NoteSigner(log.origin().toString(), new byte[32]).verifierKey().toString();
        Path proof = folder.resolve("7.tlog-proof");
        assertThat(CommandRun.of("prove", export.toString(), "7", "--out", proof.toString()).exitCode()).isZero();

        assertThat(verify("--key", forged).exitCode()).isEqualTo(1);
        assertThat(CommandRun.of("verify", proof.toString(), "--key", forged).exitCode()).isEqualTo(1);
        assertThat(verify().err()).contains("[KEY_NEEDED]");
    }

    @Test
    void savesAPinAndVerifiesByItAlone() throws IOException {
        Path pin = folder.resolve("northwind.pin");
        var first = verify("--key", key, "--save-pin", pin.toString());
        assertThat(first.err()).contains("Pin saved as");
        assertThat(Pin.read(pin).checkpoint().size()).isEqualTo(log.size());

        log.calls(5).export(export);
        var second = verify("--pin", pin.toString(), "--json");

        assertThat(second.exitCode()).isZero();
        assertThat(json(second).bool("pinned")).isTrue();
        assertThat(json(second).integer("entries")).isEqualTo(log.size());
    }

    @Test
    void judgesWhatCameAfterThePinAsIfItWereTheWholeLog() throws IOException {
        Path pin = folder.resolve("northwind.pin");
        assertThat(verify("--key", key, "--save-pin", pin.toString()).err()).contains("northwind.pin.state beside it");
        int pinned = log.size();
        log.calls(5).exportSince(export, pinned);

        var second = verify("--pin", pin.toString(), "--json", "--save-pin", pin.toString());

        assertThat(second.exitCode()).isZero();
        assertThat(json(second).integer("entries")).isEqualTo(5);
        assertThat(json(second).integer("controlsFrom")).isEqualTo(pinned);
        assertThat(json(second).object("parts").string("controls")).isEqualTo("PASSED");
        log.calls(2).exportSince(export, pinned + 3);
        assertThat(verify("--pin", pin.toString()).out()).contains("replayed from entry " + (pinned + 5));
    }

    @Test
    void saysThatTheControlsAreJudgedInPartWithoutAState() throws IOException {
        Path pin = folder.resolve("northwind.pin");
        log.pin().write(pin);
        log.calls(5).exportSince(export, log.size() - 5);

        var run = verify("--pin", pin.toString());

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Controls        partial");
        assertThat(run.err()).contains("No state stands beside the pin");
        assertThat(verify("--key", key).err()).as("no pin was given").doesNotContain("beside the pin");
    }

    @Test
    void refusesAStateThatIsNotOfThePin() throws IOException {
        Path pin = folder.resolve("northwind.pin");
        verify("--key", key, "--save-pin", pin.toString());
        log.calls(1).pin().write(pin);

        var other = verify("--pin", pin.toString());
        Files.writeString(folder.resolve("northwind.pin.state"), "agenthub/state/v1\nnonsense\n");
        var malformed = verify("--pin", pin.toString());

        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.out()).isEmpty();
        assertThat(other.err()).endsWith("[STATE_OF_OTHER_PIN]\n").hasLineCount(1);
        assertThat(malformed.exitCode()).isEqualTo(2);
        assertThat(malformed.err()).contains("At byte").endsWith("[STATE_MALFORMED]\n").hasLineCount(1);
    }

    @Test
    void rejectsALogThatIsShorterThanThePin() throws IOException {
        Path pin = folder.resolve("later.pin");
        new TestLog("northwind").calls(30).pin().write(pin);

        var run = verify("--pin", pin.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("REJECTED").contains("PIN_ROLLED_BACK");
    }

    @Test
    void rejectsOneChangedByteAndSavesNoPin() throws IOException {
        byte[] bytes = Files.readAllBytes(export);
        bytes[bytes.length / 3] ^= 1;
        Files.write(export, bytes);
        Path pin = folder.resolve("never.pin");

        var run = verify("--key", key, "--json", "--save-pin", pin.toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(json(run).string("verdict")).isEqualTo("REJECTED");
        assertThat(json(run).array("findings").items()).isNotEmpty();
        assertThat(run.err()).contains("No pin was saved");
        assertThat(pin).doesNotExist();
    }

    @Test
    void writesAReportThatHoldsTheVerdictAndFetchesNothing() throws IOException {
        Path page = folder.resolve("report.html");

        assertThat(verify("--key", key, "--report", page.toString()).exitCode()).isZero();

        assertThat(page).content().contains("UNPINNED", log.link(log.size() - 1).hex().substring(0, 8),
                log.origin().toString()).doesNotContain("<script", "http://", "https://", "src=");
    }

    @Test
    void saysAndWritesTheSameWhateverTheMachinesLanguage() throws IOException {
        String moment = "\\d{1,2} [A-Z][a-z]{2} \\d{4}, \\d\\d:\\d\\d:\\d\\d\\.\\d{3} Z";
        Path page = folder.resolve("report.html");
        verify("--key", key);
        Locale before = Locale.getDefault();
        try {
            List<String> texts = new ArrayList<>();
            for (String language : List.of("en", "tr-TR", "th-TH-u-ca-buddhist-nu-thai", "ar-EG-u-nu-arab", "fa-IR",
                    "hi-IN-u-nu-deva")) {
                Locale.setDefault(Locale.forLanguageTag(language));
                CommandRun run = verify("--key", key, "--report", page.toString());
                assertThat(page).content().containsPattern(moment);
                texts.add(verify("--key", key, "--json").out() + run.out() + run.err()
                        + Files.readString(page).replaceAll(moment, "then").replaceAll("in [0-9.]+ s", "in a while"));
            }
            assertThat(texts).allMatch(texts.getFirst()::equals);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void saysWhatIsNoKey() {
        var run = verify("--key", "northwind+00000000+AAAA");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("is no verifier key").endsWith("[KEY_MALFORMED]\n");
    }

    @Test
    void saysThatThePinIsMissing() {
        var run = verify("--pin", folder.resolve("none.pin").toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).endsWith("there is no such file. [FILE_UNREADABLE]\n");
    }

    @Test
    void saysThatTheExportIsMissing() {
        var run = CommandRun.of("verify", folder.resolve("none.ahexport").toString(), "--key", key);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("there is no such file").doesNotContain("Exception").hasLineCount(1);
    }

    @Test
    void rejectsWhatIsNoArchive() throws IOException {
        Files.writeString(export, "not an export");

        var run = verify("--key", key);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("ARCHIVE_INVALID");
    }

    @Test
    void runsAsAProcessOfItsOwnWithoutAnyClassOfJavaFx() throws Exception {
        var command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + folder.resolve("classes.txt"), "-cp", System.getProperty("java.class.path"),
                "-D" + DataFolder.PROPERTY + "=" + data.path(), "dev.agenthub.app.launcher.Main", "verify",
                export.toString(), "--key", key, "--json").redirectErrorStream(true).start();
        String out = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(TestTimeout.ends(command)).isTrue();
        assertThat(command.exitValue()).as(out).isZero();
        assertThat(out).contains("\"verdict\":\"VERIFIED\"");
        assertThat(folder.resolve("classes.txt")).content().contains("dev.agenthub").doesNotContain(" javafx.");
    }
}
