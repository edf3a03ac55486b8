package dev.agenthub.app.cli.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.JoinedMember;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.hash.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code agenthub requests show} with a request that has files, from a backend that may send false data. */
class RequestFilesCommandTest {
    private static final byte[] REPORT = "order;price\nNW-20377;480.00\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] PHOTO = {(byte) 0x89, 'P', 'N', 'G'};

    private final TestRequest request = new TestRequest().withFile("report\u202E.csv", "text/csv", REPORT)
            .withFile("photo.png", "image/png", PHOTO)
            .with(TestBackend.ORG, JsonObject.builder().put("customer", "cus_9").build(), "https://example.com/r");
    private TestBackend backend;
    private JoinedMember dan;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        backend = new TestBackend();
        backend.requests.add(request);
        dan = JoinedMember.of(backend, folder.resolve("data"), "Dan Osei");
    }

    @AfterEach
    void close() {
        backend.close();
    }

    private CommandRun show(String... options) {
        String[] all = Arrays.copyOf(new String[]{"requests", "show", request.id.toString()}, 3 + options.length);
        System.arraycopy(options, 0, all, 3, options.length);
        return dan.run(all);
    }

    @Test
    void listsTheFilesThatThePayloadNames() {
        CommandRun shown = show();

        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out())
                .contains("attachment 0  report‹U+202E›.csv  text/csv  28 bytes  SHA-256 "
                        + Hash.sha256(REPORT).hex())
                .contains("attachment 1  photo.png  image/png  4 bytes  SHA-256 " + Hash.sha256(PHOTO).hex());
    }

    @Test
    void writesTheVerifiedBytesOfAFile() throws IOException {
        assertThat(show("--attachment", "0").out().getBytes(StandardCharsets.UTF_8)).isEqualTo(REPORT);

        Path written = folder.resolve("photo.png");
        CommandRun saved = show("--attachment", "1", "--output", written.toString());
        assertThat(saved.exitCode()).as(saved.err()).isZero();
        assertThat(saved.out()).isEmpty();
        assertThat(Files.readAllBytes(written)).isEqualTo(PHOTO);
        if (written.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(written))).isEqualTo("rw-------");
        }
    }

    @Test
    void writesNothingOfAFileThatDiffersFromThePayload() {
        byte[] changed = REPORT.clone();
        changed[changed.length - 2] ^= 1;
        for (byte[] other : new byte[][]{changed, Arrays.copyOf(REPORT, 12), Arrays.copyOf(REPORT, 40), PHOTO}) {
            request.files.set(0, other);
            Path target = folder.resolve("report.csv");

            assertRefused(show("--attachment", "0", "--output", target.toString()), "ATTACHMENT_DIFFERS");
            assertThat(target).doesNotExist();
        }
        assertRefused(show("--attachment", "0"), "ATTACHMENT_DIFFERS");
    }

    @Test
    void writesNothingOfAFileThatThePayloadDoesNotNameOrTheBackendDoesNotHave() {
        request.files.add(PHOTO);
        assertRefused(show("--attachment", "2"), "ATTACHMENT_UNKNOWN");
        assertRefused(show("--attachment", "-1"), "ATTACHMENT_UNKNOWN");
        request.files.clear();
        assertRefused(show("--attachment", "0"), "NOT_FOUND");
        request.claimedHash = "0".repeat(64);
        assertRefused(show("--attachment", "0"), "PAYLOAD_DIFFERS");
        assertRefused(show(), "PAYLOAD_DIFFERS");
    }

    @Test
    void writesNoFileToATerminalThatMayObeyIt() {
        assertRefused(dan.runAtATerminal("requests", "show", request.id.toString(), "--attachment", "0"),
                "OUTPUT_IS_TERMINAL");
        assertRefused(show("--output", folder.resolve("x").toString()), "USAGE");
        assertRefused(show("--attachment", "0", "--payload"), "USAGE");
    }

    @Test
    void printsThePayloadByteForByteAndMarksItOnATerminal() {
        request.with(TestBackend.ORG, JsonObject.builder().put("customer", "cus_9\u009B2J\u202E").build(),
                "https://example.com/r");

        CommandRun piped = show("--payload");
        assertThat(piped.exitCode()).as(piped.err()).isZero();
        assertThat(piped.out().getBytes(StandardCharsets.UTF_8)).isEqualTo(request.payload);
        assertThat(dan.runAtATerminal("requests", "show", request.id.toString(), "--payload").out())
                .contains("cus_9‹U+009B›2J‹U+202E›").doesNotContain("\u009B", "\u202E");
    }

    @Test
    void printsNoPayloadThatIsNotWhatTheBackendSaysItIs() {
        byte[] truth = request.payload;
        byte[] changed = truth.clone();
        changed[new String(truth, StandardCharsets.UTF_8).indexOf("cus_9") + 4] = '8';
        byte[] spaced = (" " + new String(truth, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        for (byte[] other : new byte[][]{changed, spaced, Arrays.copyOf(truth, truth.length - 1), new byte[0]}) {
            request.payload = other;
            assertRefused(show("--payload"), "PAYLOAD_DIFFERS");
        }
        request.payload = truth;
        request.claimedHash = "0".repeat(64);
        assertRefused(show("--payload"), "PAYLOAD_DIFFERS");
    }

    private static void assertRefused(CommandRun run, String code) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("[" + code + "]");
        assertThat(run.out()).isEmpty();
    }
}
