package dev.agenthub.app.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.DataFolder;
import dev.agenthub.app.testing.TestLog;
import dev.agenthub.app.verification.TrustText;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.note.NoteSigner;
import dev.agenthub.evidence.note.Pin;
import dev.agenthub.evidence.verify.StateBeside;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Pins are replaced by later ones only, and keys, pins and proofs are read in the layout of mails and editors. */
class KeptPinsTest {

    @RegisterExtension
    private final DataFolder data = new DataFolder();

    private final Path folder;
    private final Path pin;
    private final TestLog log = new TestLog("northwind").calls(5);
    private final String key = log.signer().verifierKey().toString();
    private final String older;
    private final String newer;
    private final String note;

    KeptPinsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.pin = folder.resolve("northwind.pin");
        this.older = log.export(folder.resolve("q3.ahexport")).toString();
        this.note = log.note();
        this.newer = log.calls(4).export(folder.resolve("q4.ahexport")).toString();
    }

    private CommandRun keep(String export, String by) {
        return CommandRun.of("verify", export, "--key", by, "--save-pin", pin.toString());
    }

    private long kept() throws IOException {
        return Pin.read(pin).checkpoint().size();
    }

    @Test
    void replacesAPinByALaterOneOnly() throws IOException {
        assertThat(keep(older, key).exitCode()).isZero();
        assertThat(keep(newer, key).exitCode()).isZero();

        CommandRun back = keep(older, key);

        assertThat(back.exitCode()).isEqualTo(2);
        assertThat(back.out()).startsWith("VERIFIED");
        assertThat(back.err()).endsWith("[PIN_NEWER]\n");
        assertThat(kept()).isEqualTo(log.size());
    }

    @Test
    void saysWhyNoStateStandsBesideAPin() throws IOException {
        assertThat(keep(newer, key).err()).contains("with northwind.pin.state beside it");
        Files.delete(pin);
        String part = log.exportSince(folder.resolve("part.ahexport"), 3).toString();

        assertThat(keep(part, key).err()).contains("without a state, since the controls were judged in part");
        assertThat(TrustText.pinSaved(pin, "it", StateBeside.TOO_LARGE))
                .startsWith("Pin saved as it, without a state, since that would be larger than 64 MiB");
    }

    @Test
    void keepsThePinOfAnotherLog() throws IOException {
        keep(older, key);
        TestLog other = new TestLog("southwind").calls(30);
        String export = other.export(folder.resolve("other.ahexport")).toString();

        CommandRun run = keep(export, other.signer().verifierKey().toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).endsWith("[PIN_OF_OTHER_LOG]\n");
        assertThat(Pin.read(pin).checkpoint().origin()).isEqualTo(log.origin().toString());
    }

    @Test
    void keepsThePinThatARewrittenLogContradicts() throws IOException {
        keep(older, key);
        String forked = new TestLog("northwind").calls(20, "/elsewhere").export(folder.resolve("forked")).toString();

        CommandRun run = keep(forked, key);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("The pin in " + pin + " stays. The log was forked").endsWith("[PIN_FORKED]\n");
        assertThat(kept()).isEqualTo(6);
    }

    @Test
    void keepsThePinThatAnIncrementCannotBeComparedWith() throws IOException {
        keep(older, key);
        String later = log.calls(6).exportSince(folder.resolve("later"), 8).toString();
        String next = log.exportSince(folder.resolve("next"), 6).toString();

        CommandRun run = keep(later, key);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).startsWith("VERIFIED");
        assertThat(run.err()).endsWith("agenthub: The pin in " + pin + " stays. The export begins after the pin, so "
                + "nothing shows that it continues the same log. [FRONTIER_INVALID]\n");
        assertThat(kept()).isEqualTo(6);
        assertThat(keep(next, key).exitCode()).isZero();
        assertThat(kept()).isEqualTo(log.size());
    }

    @Test
    void replacesNoFileThatIsNoPin() throws IOException {
        Files.writeString(pin, "notes of mine");

        CommandRun run = keep(newer, key);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).endsWith("[PIN_MALFORMED]\n");
        assertThat(pin).hasContent("notes of mine");
    }

    @Test
    void keepsTheNewestOfTwoAtOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            Files.deleteIfExists(pin);
            CountDownLatch both = new CountDownLatch(2);
            try (var threads = Executors.newFixedThreadPool(2)) {
                var runs = threads.invokeAll(
                        List.of(newer, older).stream().<java.util.concurrent.Callable<CommandRun>>map(export -> () -> {
                            both.countDown();
                            both.await();
                            return keep(export, key);
                        }).toList());
                assertThat(runs.getFirst().get().exitCode()).isZero();
                assertThat(runs.getLast().get().exitCode()).isIn(0, 2);
            }
            assertThat(kept()).isEqualTo(log.size());
        }
    }

    @Test
    void readsKeysPinsNotesAndProofsThatWereMailed() throws IOException {
        String text = "agenthub/pin/v1\n" + key + "\n" + note;
        String proof = CommandRun.of("prove", older, "3").out();
        for (UnaryOperator<String> mailed : List.<UnaryOperator<String>>of(it -> it.replace("\n", "\r\n"),
                it -> "\uFEFF" + it, it -> it.replace("\n", " \t\n"), it -> it.replace(' ', '\u00A0'),
                it -> it.replaceAll("(.{76})", "$1\n"))) {
            Path file = Files.writeString(folder.resolve("mailed"), mailed.apply(text));
            assertVerified(CommandRun.of("verify", newer, "--pin", file.toString()));
            Files.writeString(file, mailed.apply(note));
            assertVerified(CommandRun.of("verify", newer, "--pin", file.toString(), "--key", key));
            Files.writeString(file, mailed.apply(key));
            assertVerified(CommandRun.of("verify", newer, "--key", file.toString()));
            Files.writeString(file, mailed.apply(proof));
            assertVerified(CommandRun.of("verify", file.toString(), "--key", key));
        }
    }

    private static void assertVerified(CommandRun run) {
        assertThat(run.exitCode()).as(run.err() + run.out()).isZero();
        assertThat(run.out()).startsWith("VERIFIED");
    }

    /** Blank lines around a pin do no harm up to two mebibytes of all. */
    @Test
    void readsAPinOfExactlyTheLargestSizeAndNoLargerOne() throws IOException {
        keep(older, key);
        int largest = 2 << 20;
        int blank = largest - Math.toIntExact(Files.size(pin));
        Files.writeString(pin, "\n".repeat(blank), StandardOpenOption.APPEND);
        assertThat(Files.size(pin)).isEqualTo(largest);
        assertThat(CommandRun.of("verify", newer, "--pin", pin.toString()).out()).startsWith("VERIFIED");

        Files.writeString(pin, "\n", StandardOpenOption.APPEND);
        CommandRun run = CommandRun.of("verify", newer, "--pin", pin.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).endsWith("[PIN_MALFORMED]\n");
    }

    @Test
    void saysWhatIsNeitherAKeyNorAFile() {
        CommandRun run = CommandRun.of("verify", newer, "--key", "nonsense");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("agenthub: nonsense is neither a key nor a file. [KEY_MALFORMED]\n");
    }

    @Test
    void refusesAPipeInsteadOfRejectingIt() throws Exception {
        Path fifo = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();

        for (CommandRun run : List.of(CommandRun.of("verify", fifo.toString(), "--key", key),
                CommandRun.of("prove", fifo.toString(), "0"), CommandRun.of("verify", "-", "--key", key))) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).endsWith("[FILE_UNREADABLE]\n").hasLineCount(1);
        }
    }

    @Test
    void tellsOfAnotherKeyThanTheRecordedOneInTheReportItself() throws IOException {
        CommandRun.of("verify", newer, "--key", key);
        NoteSigner stranger = new NoteSigner(log.origin().toString(), new byte[32]);
        String strangers = stranger.verifierKey().toString();

        CommandRun text = CommandRun.of("verify", newer, "--key", strangers);
        CommandRun json = CommandRun.of("verify", newer, "--key", strangers, "--json");

        assertThat(text.out()).contains("CAREFUL: another key was recorded", key);
        assertThat(((JsonObject) JsonValue.parse(json.out().strip().getBytes(StandardCharsets.UTF_8)))
                .string("recordedKey")).isEqualTo(key);
        assertThat(CommandRun.of("verify", newer, "--key", key, "--json").out()).doesNotContain("recordedKey");
    }
}
