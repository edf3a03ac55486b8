package dev.agenthub.evidence.verify;

import static dev.agenthub.evidence.ExportFixtures.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.policy.ReplayGap;
import dev.agenthub.evidence.verify.report.ApprovalsShown;
import dev.agenthub.evidence.verify.report.ControlsSummary;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.PolicyReplaySummary;
import dev.agenthub.evidence.verify.report.Report;
import dev.agenthub.evidence.verify.report.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {

    @TempDir
    private Path folder;

    private final List<byte[]> events = SampleLog.ordinary().events();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void verifiesAnHonestExport(boolean deflate) throws IOException {
        Path export = ExportFixtures.write(folder, ExportFixtures.export(events, 0, deflate, List.of()));
        Report report = Verifier.verify(export, VerifyOptions.of(SIGNER.verifierKey(), null));
        assertThat(report.findings()).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(report.entries()).isEqualTo(events.size());
        assertThat(report.head()).isEqualTo(ExportFixtures.links(ExportFixtures.ORIGIN, events).getLast());
        assertThat(report.payloads()).isZero();
        assertThat(report.controls()).isEqualTo(new ControlsSummary(3, 2, 1, 0, 0, 0, 3, 3,
                new ApprovalsShown(3, 0, 0), new PolicyReplaySummary(0, 3, 0, Map.of(ReplayGap.PAYLOAD, 3L))));
        assertThat(report.parts()).isEqualTo(new Report.Parts(PartState.PASSED, PartState.PASSED, PartState.PASSED,
                PartState.UNPINNED, PartState.PASSED));
    }

    @Test
    void saysUnpinnedInEveryForm() throws IOException {
        Report report = verify(VerifyOptions.of(SIGNER.verifierKey(), null));
        assertThat(report.pinned()).isFalse();
        assertThat(report.toJson()).contains("\"pinned\":false").contains("UNPINNED");
        assertThat(report.toText()).startsWith("VERIFIED (UNPINNED)\n");
    }

    @Test
    void takesTheKeyFromThePinAndTellsWhatItCovers() throws IOException {
        Report report = verify(VerifyOptions.of(null, ExportFixtures.pin(events, 5)));
        assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(report.pinned()).isTrue();
        assertThat(report.coveredByPin()).isEqualTo(5);
        assertThat(report.toJson()).doesNotContain("UNPINNED");
        assertThat(report.toText()).doesNotContain("UNPINNED");
    }

    @Test
    void verifiesNothingWithoutATrustedKey() throws IOException {
        Report report = verify(VerifyOptions.of(null, null));
        assertThat(report.verdict()).isEqualTo(Verdict.REJECTED);
        assertThat(report.findings()).extracting(Finding::code).containsExactly("SIGNATURE_MISSING");
    }

    @Test
    void verifiesAnEmptyLog() throws IOException {
        Path export = ExportFixtures.write(folder, ExportFixtures.export(List.of()));
        Report report = Verifier.verify(export, VerifyOptions.of(SIGNER.verifierKey(), null));
        assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(report.entries()).isZero();
    }

    @Test
    void writesItsReportAsOneCanonicalObject() throws IOException {
        String json = verify(VerifyOptions.of(SIGNER.verifierKey(), null)).toJson();
        JsonValue parsed = JsonValue.parse(json.getBytes(StandardCharsets.UTF_8));
        assertThat(new String(parsed.canonicalBytes(), StandardCharsets.UTF_8)).isEqualTo(json);
        assertThat(((JsonObject) parsed).string("verdict")).isEqualTo("VERIFIED");
    }

    @Test
    void tellsProgressUpToTheWholeAndStopsWhenCancelled() throws IOException {
        AtomicLong done = new AtomicLong();
        verify(new VerifyOptions(SIGNER.verifierKey(), null, (now, total) -> {
            assertThat(now).isBetween(done.get(), total);
            done.set(now);
        }, () -> false));
        assertThat(done).hasPositiveValue();
        VerifyOptions cancelled = new VerifyOptions(SIGNER.verifierKey(), null, (now, total) -> {}, () -> true);
        assertThatThrownBy(() -> verify(cancelled)).isInstanceOf(CancellationException.class);
    }

    @Test
    void throwsOnlyWhereTheFileCannotBeRead() {
        assertThatThrownBy(() -> Verifier.verify(folder.resolve("none"), VerifyOptions.of(null, null)))
                .isInstanceOf(NoSuchFileException.class);
    }

    private Report verify(VerifyOptions options) throws IOException {
        return Verifier.verify(ExportFixtures.write(folder, ExportFixtures.export(events)), options);
    }
}
