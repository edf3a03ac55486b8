package dev.agenthub.app.cli.offline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code agenthub verify --tsa} over an export whose token OpenSSL made. */
class VerifyTimestampsTest {
    @RegisterExtension
    private final DataFolder data = new DataFolder();

    /** The log of the worked examples in the format's description. */
    private static final String KEY = "agenthub.example/org/018f0000-0000-7000-8000-00000000000a/1+496a9c9f+"
            + "AXCNHYaQPC3YVbyVnAU5s1g4KwqHbpPEhvG0ZfhcCoG+";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void saysWhoSawTheLogAndWhen() throws IOException {
        Path page = folder.resolve("report.html");
        var run = verify("--tsa", file("timestamp-root.pem"), "--report", page.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Timestamps      1\n", "CN=Example time", ", trusted")
                .doesNotContain("UNCHECKED");
        assertThat(page).content().contains("<h2>Timestamps</h2>", "CN=Example time", "<td>trusted</td>");
    }

    @Test
    void saysThatNobodyCheckedTheAuthority() throws IOException {
        Path page = folder.resolve("report.html");
        var run = verify("--report", page.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("an authority that was not checked", "TIMESTAMP_AUTHORITY_UNCHECKED");
        assertThat(page).content().contains("<td>not checked</td>", "TIMESTAMP_AUTHORITY_UNCHECKED");
        assertThat(verify("--json").out()).contains("\"trusted\":false", "TIMESTAMP_AUTHORITY_UNCHECKED");
    }

    @Test
    void rejectsAnAuthorityThatIsNotTrusted() throws IOException {
        var run = verify("--tsa", file("other-timestamp-root.pem"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).contains("TIMESTAMP_INVALID");
    }

    @Test
    void cannotTrustWhatIsNoCertificate() throws IOException {
        var run = verify("--tsa", Files.writeString(folder.resolve("none.pem"), "nothing").toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("[CERTIFICATE_MALFORMED]");
        assertThat(verify("--tsa", folder.resolve("missing.pem").toString()).err()).contains("[FILE_UNREADABLE]");
    }

    private CommandRun verify(String... more) throws IOException {
        String[] arguments = new String[more.length + 4];
        System.arraycopy(new String[]{"verify", file("stamped.ahexport"), "--key", KEY}, 0, arguments, 0, 4);
        System.arraycopy(more, 0, arguments, 4, more.length);
        return CommandRun.of(arguments);
    }

    private String file(String name) throws IOException {
        Path copy = folder.resolve(name);
        try (InputStream in = Objects.requireNonNull(
                VerifyTimestampsTest.class.getResourceAsStream("/dev/agenthub/app/cli/" + name), name)) {
            Files.write(copy, in.readAllBytes());
        }
        return copy.toString();
    }
}
