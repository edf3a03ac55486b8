package dev.agenthub.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.Thorough;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries in several files are one log: whatever is wrong in or between the files shows. */
class SegmentsTest {

    private static final int EACH = 5;

    private RawZip zip = new RawZip();
    private List<List<String>> segments = List.of();
    private int entries;

    @TempDir
    private Path folder;

    @BeforeEach
    void cutAnHonestLog() {
        zip = RawZip.of(ExportFixtures.export(SampleLog.ordinary().events()));
        segments = new ArrayList<>();
        List<String> lines = new String(zip.entry(EntryNames.segment(0)).data, StandardCharsets.UTF_8).lines().toList();
        entries = lines.size();
        for (int from = 0; from < entries; from += EACH) {
            segments.add(new ArrayList<>(lines.subList(from, Math.min(from + EACH, entries))));
        }
    }

    @Test
    void verifiesEntriesInSeveralFiles() throws IOException {
        assertThat(verify(listed()).findings()).isEmpty();
    }

    @Test
    void rejectsAFileOfOtherBytesThanListed() throws IOException {
        List<Manifest.Segment> listed = listed();
        Manifest.Segment last = listed.removeLast();
        listed.add(new Manifest.Segment(last.entries(), last.firstSeq(), last.name(), Hash.sha256()));
        assertThat(codes(verify(listed))).containsExactly(Codes.ARCHIVE_INVALID);
    }

    @Test
    void rejectsAnEntryMissingInAnyFile() throws IOException {
        for (int i = 0; i < segments.size(); i++) {
            cutAnHonestLog();
            List<Manifest.Segment> listed = listed();
            segments.get(i).removeLast();
            Report report = verify(listed);
            assertThat(codes(report)).contains(Codes.ARCHIVE_INVALID, Codes.COUNT_MISMATCH);
            assertThat(report.entries()).isEqualTo(entries - 1L);
            assertThat(report.root()).isNotNull();
        }
    }

    @Test
    void rejectsEntriesMovedToAnotherFile() throws IOException {
        List<Manifest.Segment> listed = listed();
        segments.get(1).addFirst(segments.getFirst().removeLast());
        Report report = verify(listed);
        // Their order is right, so that the tree is too; but the files are not those of the index.
        assertThat(codes(report)).contains(Codes.ARCHIVE_INVALID).doesNotContain(Codes.COUNT_MISMATCH,
                Codes.ROOT_MISMATCH);
    }

    @Test
    void rejectsFilesInAnotherOrder() throws IOException {
        Collections.swap(segments, 0, 1);
        assertThat(codes(verify(listed()))).contains(Codes.LINK_MISMATCH, Codes.ROOT_MISMATCH);
    }

    @Test
    void keepsThePlacesOfTheEntriesAfterALineThatIsNone() throws IOException {
        segments.get(1).set(2, "nothing");
        Report report = verify(listed());
        assertThat(report.findings()).extracting(Finding::code, Finding::seq).contains(
                tuple(Codes.ENTRY_MALFORMED, EACH + 2L));
        assertThat(codes(report)).contains(Codes.ROOT_MISMATCH).doesNotContain(Codes.COUNT_MISMATCH,
                Codes.LINK_MISMATCH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"A|\"}", "a|\"]"})
    void rejectsALinkInAnotherSpelling(String digit, String end) throws IOException {
        String line = segments.get(1).get(2);
        String link = line.substring(line.length() - 66, line.length() - 2);
        assertThat(link).contains("a");
        segments.get(1).set(2, line.substring(0, line.length() - 66) + link.replace("a", digit) + end);
        assertThat(verify(listed()).findings()).extracting(Finding::code, Finding::seq).contains(
                tuple(Codes.ENTRY_MALFORMED, EACH + 2L));
    }

    @Test
    void rejectsALastLineWithoutItsEnd() throws IOException {
        List<Manifest.Segment> listed = listed();
        Manifest.Segment last = listed.removeLast();
        byte[] whole = bytes(segments.getLast());
        byte[] cut = Arrays.copyOf(whole, whole.length - 1);
        listed.add(new Manifest.Segment(last.entries(), last.firstSeq(), last.name(), Hash.sha256(cut)));
        verify(listed);
        zip.add(last.name(), cut);
        assertThat(codes(verify())).contains(Codes.ENTRY_MALFORMED);
    }

    @Test
    @Thorough.Only
    void readsNoMoreLinesThanAFileMayHave() throws IOException {
        for (int more = 0; more < 2; more++) {
            List<byte[]> events = Collections.nCopies(ExportWriter.MAX_LINES + more,
                    SampleLog.opened().events().get(1));
            StringBuilder lines = new StringBuilder();
            for (Hash link : ExportFixtures.links(ExportFixtures.ORIGIN, events)) {
                lines.append("{\"event\":").append(new String(events.getFirst(), StandardCharsets.UTF_8))
                        .append(",\"h\":\"").append(link.hex()).append("\"}\n");
            }
            zip.entries.keySet().removeIf(name -> name.startsWith("entries/"));
            byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
            Manifest manifest = new Manifest(ExportWriter.MAX_LINES, 0, ExportFixtures.ORIGIN.toString(), List.of(
                    new Manifest.Segment(ExportWriter.MAX_LINES, 0, EntryNames.segment(0), Hash.sha256(bytes))));
            zip.add(EntryNames.segment(0), bytes);
            zip.add("manifest.json", manifest.canonicalBytes());
            List<String> said = verify().findings().stream().map(Finding::message).toList();
            assertThat(said.contains("entries/000000.jsonl has too many lines.")).isEqualTo(more == 1);
        }
    }

    /** The files as they are now, as an index lists them. */
    private List<Manifest.Segment> listed() {
        List<Manifest.Segment> listed = new ArrayList<>();
        long firstSeq = 0;
        for (List<String> lines : segments) {
            listed.add(new Manifest.Segment(lines.size(), firstSeq, EntryNames.segment(listed.size()),
                    Hash.sha256(bytes(lines))));
            firstSeq += lines.size();
        }
        return listed;
    }

    private Report verify(List<Manifest.Segment> listed) throws IOException {
        for (int i = 0; i < segments.size(); i++) {
            zip.add(EntryNames.segment(i), bytes(segments.get(i)));
        }
        zip.add("manifest.json",
                new Manifest(entries, 0, ExportFixtures.ORIGIN.toString(), listed).canonicalBytes());
        return verify();
    }

    private Report verify() throws IOException {
        return ExportFixtures.verify(folder, zip.write());
    }

    private static byte[] bytes(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> codes(Report report) {
        return report.findings().stream().map(Finding::code).distinct().toList();
    }
}
