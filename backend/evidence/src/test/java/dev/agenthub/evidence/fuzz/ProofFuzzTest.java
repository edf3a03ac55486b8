package dev.agenthub.evidence.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SpecExamples;
import dev.agenthub.evidence.proof.EntryProof;
import dev.agenthub.evidence.proof.ProofReport;
import dev.agenthub.evidence.proof.ProofVerifier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes for the proof of an entry, it has one spelling or is refused, and only what stands in the log is proved. */
@ResourceLock("the fuzzer, of which a JVM has one")
class ProofFuzzTest {

    private static final List<byte[]> EVENTS = SampleLog.opened().events().subList(0, 3);

    static Stream<byte[]> hasOneSpellingAndProvesOnlyWhatIsThereSeeds() {
        return Stream.of(SpecExamples.lines("proof"));
    }

    @MethodSource("hasOneSpellingAndProvesOnlyWhatIsThereSeeds")
    @FuzzTest(maxDuration = "10m")
    void hasOneSpellingAndProvesOnlyWhatIsThere(byte[] input) {
        try {
            assertThat(EntryProof.parse(input).text()).isEqualTo(new String(input, StandardCharsets.UTF_8));
        } catch (EvidenceException e) {
            assertThat(e.code()).isEqualTo(Codes.PROOF_MALFORMED);
        }
        try {
            ProofReport report = ProofVerifier.verify(input, ExportFixtures.SIGNER.verifierKey(),
                    ExportFixtures.pin(EVENTS, 3));
            assertThat(report.toJson()).isNotEmpty();
            if (report.isVerified()) {
                assertThat(EVENTS).anyMatch(event -> new String(report.toJson())
                        .contains(new String(event, StandardCharsets.UTF_8)));
            } else {
                assertThat(report.findings()).isNotEmpty();
            }
        } catch (EvidenceException e) {
            assertThat(e.code()).isEqualTo(Codes.PROOF_MALFORMED);
        }
    }
}
