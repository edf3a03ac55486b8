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
import java.io.IOException;
import java.nio.file.Path;
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

    private static Checkpoint checkpoint(long size) {
        return new Checkpoint(ORIGIN.toString(), size, Hash.sha256());
    }

    private Report verify() throws IOException {
        return Verifier.verify(ExportFixtures.write(folder, parts.write()),
                VerifyOptions.of(SIGNER.verifierKey(), null));
    }
}
