package dev.agenthub.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.Thorough;
import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.note.Checkpoint;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However many entries an export lists, reading it takes no more than so much memory and work; each is read by a Java of its own. */
class BoundedReadingTest {

    private static final long ENTRIES = Thorough.ON ? 1_000_000 : 20_000;
    private static final String HEAP = Thorough.ON ? "-Xmx256m" : "-Xmx32m";
    private static final int GOOD = Thorough.ON ? 200_000 : 2_000;
    private static final String GOOD_HEAP = Thorough.ON ? "-Xmx64m" : "-Xmx32m";
    /** In milliseconds of all processors together, the start of the reading Java left out. */
    private static final long MOST_WORK = 5000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"checkpoints/%d, CHECKPOINT_MALFORMED", "timestamps/%d.tsr, TIMESTAMP_INVALID",
            "payloads/%1$016x%1$016x%1$016x%1$016x.json, PAYLOAD_MISMATCH"})
    void readsSoManyEntriesOfOneKind(String name, String code) throws Exception {
        Path export = folder.resolve("many.ahexport");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(export));
                CentralSpool central = new CentralSpool()) {
            ZipWriter zip = new ZipWriter(out, central);
            copySample(zip);
            for (long i = 1; i <= ENTRIES; i++) {
                entry(zip, name.formatted(i), new byte[0]);
            }
            zip.finish();
        }

        ReadingResult reading = ReadingResult.of(HEAP, List.of(export)).getFirst();
        assertThat(reading.codes()).startsWith("{" + code + "=");
        assertThat(reading.work()).isLessThan(MOST_WORK);
    }

    /** Each is compared with the tree on its way, and with the event that says it was published. */
    @Test
    void readsAsManyCheckpointsOfTheLog() throws Exception {
        Path export = folder.resolve("checkpoints.ahexport");
        List<byte[]> events = SampleLog.opened().append("thing.done", SampleLog.data().build()).events();
        byte[] last = events.getLast();
        CompactRange tree = new CompactRange();
        Hash link = Chain.genesis(ExportFixtures.ORIGIN);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(export));
                ExportWriter writer = ExportWriter.open(out, ExportFixtures.ORIGIN, 0, null)) {
            List<String> notes = new ArrayList<>();
            for (int i = 0; i < GOOD; i++) {
                byte[] event = i < events.size() ? events.get(i) : last;
                link = Chain.link(i, link, Chain.event(event));
                writer.event(event, link);
                tree.append(link);
                notes.add(new Checkpoint(ExportFixtures.ORIGIN.toString(), i + 1, tree.root())
                        .sign(ExportFixtures.SIGNER));
            }
            for (int i = 0; i < GOOD - 1; i++) {
                writer.olderCheckpoint(i + 1, notes.get(i));
            }
            writer.checkpoint(notes.getLast());
        }
        assertThat(ReadingResult.of(GOOD_HEAP, List.of(export)).getFirst().codes()).isEqualTo("{}");
    }

    private static void copySample(ZipWriter zip) throws IOException {
        byte[] sample = ExportFixtures.export(SampleLog.ordinary().events());
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(sample))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entry(zip, entry.getName(), in.readAllBytes());
            }
        }
    }

    private static void entry(ZipWriter zip, String name, byte[] content) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(content);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(content);
        zip.entry(name, Zip.STORED, (int) sum.getValue(), content.length, bytes);
    }
}
