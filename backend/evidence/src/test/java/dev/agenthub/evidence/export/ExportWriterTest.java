package dev.agenthub.evidence.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.Thorough;
import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.verify.Verifier;
import dev.agenthub.evidence.verify.VerifyOptions;
import dev.agenthub.evidence.verify.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportWriterTest {

    private final List<byte[]> events = SampleLog.ordinary().events();

    @Test
    void writesTheSameBytesForTheSameLog() {
        assertThat(ExportFixtures.export(events)).isEqualTo(ExportFixtures.export(events));
    }

    @Test
    void leavesNothingReadableWhenItBreaksOff(@TempDir Path folder) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExportWriter writer = ExportWriter.open(out, ExportFixtures.ORIGIN, 0, null);
        writer.event(events.getFirst(), Hash.sha256());
        assertThatThrownBy(writer::close).isInstanceOf(IllegalStateException.class);
        Path file = ExportFixtures.write(folder, out.toByteArray());
        assertThatThrownBy(() -> ExportReader.open(file)).hasFieldOrPropertyWithValue("code", Codes.ARCHIVE_INVALID);
    }

    @Test
    @Thorough.Only
    void writesNothingThatItsReadersTakeForABomb(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("plain.ahexport");
        byte[] payload = ("{\"a\":\"" + "a".repeat((15 << 20)) + "\"}").getBytes(StandardCharsets.US_ASCII);
        try (ExportWriter writer = ExportWriter.open(Files.newOutputStream(file), ExportFixtures.ORIGIN, 0, null)) {
            writer.event(events.getFirst(), Hash.sha256());
            for (int i = 0; i < 18; i++) {
                payload[6] = (byte) ('a' + i);
                writer.payload(PayloadHash.of(payload), payload);
            }
            writer.checkpoint("a checkpoint");
        }

        AtomicInteger read = new AtomicInteger();
        try (ExportReader reader = ExportReader.open(file)) {
            reader.payloads((hash, bytes) -> {
                assertThat(PayloadHash.of(bytes)).isEqualTo(hash);
                read.incrementAndGet();
            });
        }
        assertThat(read).hasValue(18);
    }

    @Test
    void refusesAFrontierThatEndsElsewhere() {
        OutputStream nowhere = OutputStream.nullOutputStream();
        assertThatThrownBy(() -> ExportWriter.open(nowhere, ExportFixtures.ORIGIN, 1, null))
                .isInstanceOf(IllegalArgumentException.class);
        Frontier frontier = Frontier.of(new CompactRange(), Hash.sha256());
        for (long elsewhere : List.of(0L, 2L)) {
            assertThatThrownBy(() -> ExportWriter.open(nowhere, ExportFixtures.ORIGIN, elsewhere, frontier))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void cutsAndJoinsSegmentsOfALongLog(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("long.ahexport");
        int entries = 25_000;
        try (ExportWriter writer = ExportWriter.open(Files.newOutputStream(file), ExportFixtures.ORIGIN, 0, null)) {
            CompactRange tree = new CompactRange();
            Hash link = Chain.genesis(ExportFixtures.ORIGIN);
            for (int i = 0; i < entries; i++) {
                byte[] event = events.get(Math.min(i, 1));
                link = Chain.link(i, link, Chain.event(event));
                tree.append(link);
                writer.event(event, link);
            }
            writer.checkpoint(new Checkpoint(ExportFixtures.ORIGIN.toString(), entries, tree.root())
                    .sign(ExportFixtures.SIGNER));
        }
        try (ExportReader reader = ExportReader.open(file)) {
            assertThat(reader.manifest().segments()).hasSizeGreaterThan(1);
        }
        Report report = Verifier.verify(file, VerifyOptions.of(ExportFixtures.SIGNER.verifierKey(), null));
        assertThat(report.findings()).isEmpty();
        assertThat(report.entries()).isEqualTo(entries);
    }
}
