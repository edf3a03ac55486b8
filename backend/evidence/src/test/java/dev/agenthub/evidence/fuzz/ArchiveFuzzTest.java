package dev.agenthub.evidence.fuzz;

import static dev.agenthub.evidence.ExportFixtures.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever file comes, its verification ends with a report, and only the honest content of a log is ever verified against its pin. */
@ResourceLock("the fuzzer, of which a JVM has one")
class ArchiveFuzzTest {

    private static final List<byte[]> EVENTS = SampleLog.opened().events().subList(0, 3);
    @TempDir
    private static Path folder = Path.of("");

    static Stream<byte[]> reportsWhateverComesSeeds() {
        return Stream.of(ExportFixtures.export(EVENTS));
    }

    @MethodSource("reportsWhateverComesSeeds")
    @FuzzTest(maxDuration = "10m")
    void reportsWhateverComes(byte[] input) throws IOException {
        Path file = Files.write(folder.resolve("log.ahexport"), input);
        Report report = Verifier.verify(file, VerifyOptions.of(SIGNER.verifierKey(), ExportFixtures.pin(EVENTS, 3)));
        assertThat(report.toText()).isNotEmpty();
        assertThat(report.toJson()).isNotEmpty();
        if (report.isVerified()) {
            assertThat(report.root())
                    .isEqualTo(ExportFixtures.tree(ExportFixtures.links(ExportFixtures.ORIGIN, EVENTS)).root());
        } else {
            assertThat(report.findings()).isNotEmpty();
        }
    }
}
