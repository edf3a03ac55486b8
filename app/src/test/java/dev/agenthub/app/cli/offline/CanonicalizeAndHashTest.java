package dev.agenthub.app.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.cli.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanonicalizeAndHashTest {

    @Test
    void writesCanonicalBytesAndNothingAfterThem() {
        var run = CommandRun.withInput(" { \"b\": [1.0, true],\n \"a\": \"\\u00e9\" } ", "canonicalize");

        assertThat(run).isEqualTo(new CommandRun(0, "{\"a\":\"é\",\"b\":[1,true]}", ""));
    }

    @Test
    void readsAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("value.json"), "{\"b\":2,\"a\":1}");

        assertThat(CommandRun.of("canonicalize", file.toString()).out()).isEqualTo("{\"a\":1,\"b\":2}");
    }

    @Test
    void refusesANumberThatWouldChange() {
        var run = CommandRun.withInput("{\"amount\":9007199254740993}", "canonicalize", "-");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("agenthub: ").contains("byte 10").endsWith("[JSON_NUMBER_NOT_EXACT]\n");
    }

    @Test
    void roundsAsTheRfcSaysOnlyWhenAsked() {
        assertThat(CommandRun.withInput("9007199254740993", "canonicalize", "--rfc8785").out())
                .isEqualTo("9007199254740992");
    }

    @Test
    void namesTheByteThatIsNoUtf8() {
        var run = CommandRun.withInput(new byte[]{'"', (byte) 0xC0, (byte) 0x80, '"'}, "canonicalize");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("[JSON_INVALID_UTF8]").contains("byte 1");
    }

    @Test
    void hashesAPayloadInAnySpelling() {
        String compact = CommandRun.withInput("{\"a\":1,\"b\":2}", "hash").out();
        String spaced = CommandRun.withInput("{ \"b\": 2.0, \"a\": 1 }\n", "hash", "-").out();

        assertThat(compact).matches("[0-9a-f]{64}\n").isEqualTo(spaced);
    }

    @Test
    void hashesWithTheTagOfPayloads() throws Exception {
        byte[] expected = MessageDigest.getInstance("SHA-256")
                .digest("agenthub/action/v1\n{}".getBytes(StandardCharsets.UTF_8));

        assertThat(CommandRun.withInput("{}", "hash").out().strip()).isEqualTo(HexFormat.of().formatHex(expected));
    }

    @Test
    void saysInOneLineThatAFileIsMissing() {
        var run = CommandRun.of("hash", "/nowhere/at/all.json");

        assertThat(run).isEqualTo(new CommandRun(2, "",
                "agenthub: /nowhere/at/all.json can’t be read: there is no such file. [FILE_UNREADABLE]\n"));
    }

    @Test
    void saysThatAFolderIsNoFile(@TempDir Path folder) {
        var run = CommandRun.of("canonicalize", folder.toString());

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("it is a folder").endsWith("[FILE_UNREADABLE]\n");
    }

    @Test
    void saysInOneLineThatAnOptionIsUnknown() {
        var run = CommandRun.of("canonicalize", "--pretty");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("agenthub: ").endsWith("agenthub canonicalize --help [USAGE]\n")
                .hasLineCount(1);
    }

    @Test
    void showsCharactersThatATerminalWouldObey() {
        assertThat(CommandRun.of("hash", "\u001b[2J\u202e").err()).contains("‹U+001B›[2J‹U+202E›");
    }

    @Test
    void asksForACommandWhenThereIsNone() {
        var run = CommandRun.of();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("agenthub: ").contains("[USAGE]").hasLineCount(1);
    }

    @Test
    void listsItsCommands() {
        assertThat(CommandRun.of("--help").out()).contains("verify", "canonicalize", "hash");
    }
}
