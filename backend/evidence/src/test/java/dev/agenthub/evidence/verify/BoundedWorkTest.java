package dev.agenthub.evidence.verify;

import static dev.agenthub.evidence.ExportFixtures.ORIGIN;
import static dev.agenthub.evidence.ExportFixtures.SIGNER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.NoteSigner;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.PartState;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong many times over is found wrong without all of the work. */
class BoundedWorkTest {

    @TempDir
    private Path folder;

    private final List<byte[]> events = SampleLog.ordinary().events();
    private final ExportFixtures.Parts parts = ExportFixtures.Parts.of(events);

    @Test
    void comparesNamesAndSizesBeforeSignatures() throws IOException {
        NoteSigner stranger = new NoteSigner(ORIGIN.toString(), ExportFixtures.seed("stranger"));
        parts.olderCheckpoints = List.of(checkpoint(events.size() + 1).sign(stranger));
        assertThat(verify().findings()).extracting(Finding::code).containsExactly(Codes.ARCHIVE_INVALID);
    }

    @Test
    void refusesASecondSignatureOfOneKey() throws IOException {
        String note = ExportFixtures.checkpoint(events);
        parts.checkpoint = note + note.substring(note.indexOf("\n\n") + 2);
        assertThat(verify().findings()).extracting(Finding::code).containsExactly(Codes.CHECKPOINT_MALFORMED);
    }

    @Test
    void looksAtNoMoreCheckpointsAfterNinetyNineBadOnes() throws IOException {
        parts.olderCheckpoints = LongStream.range(0, 98).mapToObj(i -> checkpoint(1000 + i).sign(SIGNER)).toList();
        assertThat(verify().findings()).hasSize(98).noneMatch(found -> found.message().contains("not looked at"));
        parts.olderCheckpoints = LongStream.range(0, 500).mapToObj(i -> checkpoint(1000 + i).sign(SIGNER)).toList();
        List<Finding> findings = verify().findings();
        assertThat(findings).hasSize(100).extracting(Finding::code).containsOnly(Codes.ARCHIVE_INVALID);
        assertThat(findings.getLast().message())
                .isEqualTo("The checkpoints after checkpoints/1098 were not looked at.");
    }

    @Test
    void looksAtNoMoreEntriesAfterNinetyNineBrokenOnes() throws IOException {
        assertThat(broken(98).findings()).hasSize(98).noneMatch(found -> found.message().contains("not looked at"));
        Report report = broken(20_000);
        assertThat(report.findings()).hasSize(100).extracting(Finding::code).containsOnly(Codes.LINK_MISMATCH);
        assertThat(report.findings().getLast().message())
                .isEqualTo("The entries after " + (events.size() + 98) + " were not looked at.");
        assertThat(report.parts().tree()).isEqualTo(PartState.NOT_CHECKED);
    }

    /** The report on a log whose last event is repeated so often, each time with the same link. */
    private Report broken(int count) throws IOException {
        List<byte[]> more = new ArrayList<>(events);
        more.addAll(Collections.nCopies(count, events.getLast()));
        parts.events = more;
        List<Hash> links = ExportFixtures.links(ORIGIN, events);
        links.addAll(Collections.nCopies(count, Hash.sha256()));
        parts.links = links;
        parts.checkpoint = new Checkpoint(ORIGIN.toString(), more.size(), ExportFixtures.tree(links).root())
                .sign(SIGNER);
        return verify();
    }

    @Test
    void looksAtNoMoreEntriesAfterNinetyNineBadSignatures() throws IOException {
        SampleLog log = SampleLog.ordinary();
        byte[] forged = forgedDecision(log.events());
        for (int count : new int[]{98, 3000}) {
            List<byte[]> more = log.events();
            more.addAll(Collections.nCopies(count, forged));
            Report report = ExportFixtures.verify(folder, ExportFixtures.export(more));
            assertThat(report.findings()).filteredOn(found -> !found.isWarning()).hasSize(count == 98 ? 98 : 100)
                    .extracting(Finding::code).containsOnly(Codes.DECISION_SIGNATURE_INVALID);
            assertThat(report.findings()).extracting(Finding::message)
                    .filteredOn(message -> message.contains("not looked at")).hasSize(count == 98 ? 0 : 1);
        }
    }

    /** A decision that was made, its statement changed by a letter. */
    private static byte[] forgedDecision(List<byte[]> events) {
        String decided = events.stream().map(event -> new String(event, StandardCharsets.UTF_8))
                .filter(event -> event.contains("approval.decided")).findFirst().orElseThrow();
        assertThat(decided).contains("\\\"reason\\\":\\\"");
        return decided.replaceFirst("reason\\\\\":\\\\\"", "$0x").getBytes(StandardCharsets.UTF_8);
    }

    private static Checkpoint checkpoint(long size) {
        return new Checkpoint(ORIGIN.toString(), size, Hash.sha256());
    }

    private Report verify() throws IOException {
        return ExportFixtures.verify(folder, parts.write());
    }
}
