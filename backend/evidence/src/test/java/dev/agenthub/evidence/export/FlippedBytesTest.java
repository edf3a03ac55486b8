package dev.agenthub.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.BytePositions;
import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.TestAuthority;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.timestamp.TimestampAuthorities;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every byte of an export counts: of the archive as it lies there, and of what is in it when its checksums are made right
 * again. Without {@code -Pthorough} a sample is flipped, with some bytes of everything that an archive is made of.
 */
@Execution(ExecutionMode.CONCURRENT)
class FlippedBytesTest {

    private static final SampleLog LOG = SampleLog.opened().publish(JsonObject.builder()
            .put("rules", JsonArray.of(JsonObject.builder().put("outcome", "allow").build())).build());
    private static final SampleLog.Request ACTION = LOG.action("x", "send", JsonObject.builder().build());
    private static final List<byte[]> ALL = LOG.request(ACTION).events();
    private static final List<byte[]> EVENTS = List.of(ALL.getFirst(), ALL.get(ALL.size() - 2), ALL.getLast());
    private static final TestAuthority AUTHORITY = new TestAuthority();
    private static final TimestampAuthorities TRUSTED = TimestampAuthorities.ofPem(AUTHORITY.rootPem());

    @TempDir
    private Path folder;

    /** The kinds of exports there are, with all that they may hold; one token takes as long as all the rest. */
    enum Kind {

        STORED, DEFLATED, INCREMENTAL;

        byte[] export() {
            int firstSeq = this == INCREMENTAL ? 1 : 0;
            List<Hash> links = ExportFixtures.links(ExportFixtures.ORIGIN, EVENTS);
            ExportFixtures.Parts parts = new ExportFixtures.Parts(EVENTS.subList(firstSeq, EVENTS.size()),
                    links.subList(firstSeq, EVENTS.size()), ExportFixtures.checkpoint(EVENTS));
            parts.frontier = firstSeq == 0 ? null : ExportFixtures.frontier(links, firstSeq);
            parts.deflate = this == DEFLATED;
            parts.payloads = List.of(ACTION.payload());
            parts.olderCheckpoints = List.of(ExportFixtures.checkpoint(EVENTS, 1));
            if (this == INCREMENTAL) {
                parts.timestamps = Map.of((long) EVENTS.size(), AUTHORITY.stamp(parts.checkpoint, TestAuthority.NOON));
            }
            return parts.write();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFLATED", "INCREMENTAL"})
    void rejectsEveryFlippedByteOrIsProvablyNotConcernedByIt(Kind kind) throws IOException {
        byte[] export = kind.export();
        Map<String, String> contents = contents(export);
        int accepted = 0;
        for (int at : ArchivePlaces.of(export).toArray()) {
            if (verify(flipped(export, at)).isVerified()) {
                accepted++;
                assertThat(contents(flipped(export, at))).as(BytePositions.name(at)).isEqualTo(contents);
            }
        }
        // What is left are a central header's attributes and the bits that fill a deflate stream's last byte.
        assertThat(accepted).isLessThan(contents.size() * 12);
    }

    @ParameterizedTest
    @EnumSource(names = {"STORED", "INCREMENTAL"})
    void rejectsEveryFlippedByteUnderRightChecksums(Kind kind) throws IOException {
        byte[] export = kind.export();
        Report honest = verify(RawZip.of(export).write());
        assertThat(honest.isVerified()).isTrue();
        for (String name : RawZip.of(export).entries.keySet()) {
            byte[] content = RawZip.of(export).entry(name).data;
            for (int at : ArchivePlaces.ofContent(content).toArray()) {
                RawZip zip = RawZip.of(export);
                zip.add(name, flipped(content, at));
                Report report = verify(zip.write());
                if (name.startsWith("timestamps/") && report.isVerified()) {
                    // A token's signature leaves some of its envelope out; then it says the same as before, by the same authority.
                    assertThat(report).as("%s: %s", name, BytePositions.name(at)).isEqualTo(honest);
                } else {
                    assertThat(report.isVerified()).as("%s: %s", name, BytePositions.name(at)).isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"DEFLATED", "INCREMENTAL"})
    void rejectsAnExportCutAnywhere(Kind kind) throws IOException {
        byte[] export = kind.export();
        for (int length : ArchivePlaces.of(export).toArray()) {
            assertThat(verify(Arrays.copyOf(export, length)).findings()).as("cut at " + BytePositions.name(length))
                    .extracting(Finding::code).containsExactly(Codes.ARCHIVE_INVALID);
        }
        assertThat(verify(Arrays.copyOf(export, export.length + 1)).isVerified()).isFalse();
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << at % 8);
        return flipped;
    }

    /** What any reader finds in an archive: if this is the same, the flipped byte is outside of what a verdict can be about. */
    private static Map<String, String> contents(byte[] export) {
        Map<String, String> contents = new TreeMap<>();
        RawZip.of(export).entries.forEach(
                (name, entry) -> contents.put(name, new String(entry.data, StandardCharsets.ISO_8859_1)));
        return contents;
    }

    private Report verify(byte[] export) throws IOException {
        return Verifier.verify(ExportFixtures.write(folder, export),
                VerifyOptions.of(ExportFixtures.SIGNER.verifierKey(), null).trusting(TRUSTED));
    }
}
