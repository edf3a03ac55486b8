package dev.agenthub.bench.verify;

import dev.agenthub.evidence.chain.Chain;
import dev.agenthub.evidence.chain.LinkHasher;
import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.export.ExportWriter;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.merkle.CompactRange;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.NoteSigner;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * One generated log on disk: as an export whose entries are stored, as one whose entries are
 * deflated, and the uncompressed bytes of all entries, which are what a checksum tool has to hash.
 */
final class SampleExport implements AutoCloseable {

    private static final int BUFFER = 1 << 20;
    private static final UUID ORG = UUID.fromString("018f0000-0000-7000-8000-00000000000a");
    private static final Origin ORIGIN = new Origin("bench.agenthub.example", ORG, 1);
    private static final NoteSigner SIGNER = new NoteSigner(ORIGIN.toString(),
            Hash.sha256("checkpoint".getBytes(StandardCharsets.UTF_8)).bytes());

    final Path stored;
    final Path deflated;
    final Path bytes;
    final long events;

    private SampleExport(Path folder, long events) {
        this.stored = folder.resolve("stored-" + events + ".ahexport");
        this.deflated = folder.resolve("deflated-" + events + ".ahexport");
        this.bytes = folder.resolve("bytes-" + events + ".jsonl");
        this.events = events;
    }

    /** The key that signed the checkpoint. */
    static String key() {
        return SIGNER.verifierKey().toString();
    }

    /** Generates a log of so many events. */
    static SampleExport generate(Path folder, long events) throws IOException {
        Files.createDirectories(folder);
        SampleExport sample = new SampleExport(folder, events);
        try (ExportWriter plain = ExportWriter.open(open(sample.stored), ORIGIN, 0, null, false);
                ExportWriter packed = ExportWriter.open(open(sample.deflated), ORIGIN, 0, null, true);
                OutputStream lines = open(sample.bytes)) {
            Writer writer = new Writer(plain, packed, lines);
            new LogGenerator(ORIGIN.toString(), ORG, events, writer).run();
            String note = new Checkpoint(ORIGIN.toString(), events, writer.tree.root()).sign(SIGNER);
            plain.checkpoint(note);
            packed.checkpoint(note);
        }
        return sample;
    }

    private static OutputStream open(Path file) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(file), BUFFER);
    }

    /** The average length of an event. */
    long bytesPerEvent() throws IOException {
        int line = "{\"event\":,\"h\":\"\"}\n".length() + 2 * Hash.LENGTH;
        return Files.size(bytes) / events - line;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(stored);
        Files.deleteIfExists(deflated);
        Files.deleteIfExists(bytes);
    }

    /** Links events on their way into the files. */
    private static final class Writer implements LogGenerator.Sink {

        private final ExportWriter plain;
        private final ExportWriter packed;
        private final OutputStream lines;
        private final LinkHasher hasher = new LinkHasher();
        private final CompactRange tree = new CompactRange();
        private byte[] previous = Chain.genesis(ORIGIN).bytes();

        Writer(ExportWriter plain, ExportWriter packed, OutputStream lines) {
            this.plain = plain;
            this.packed = packed;
            this.lines = lines;
        }

        @Override
        public Hash publish() throws IOException {
            Checkpoint checkpoint = new Checkpoint(ORIGIN.toString(), tree.size(), tree.root());
            String note = checkpoint.sign(SIGNER);
            plain.olderCheckpoint(checkpoint.size(), note);
            packed.olderCheckpoint(checkpoint.size(), note);
            return checkpoint.root();
        }

        @Override
        public void event(byte[] event) throws IOException {
            hasher.event(event, 0, event.length);
            previous = hasher.link(tree.size(), previous);
            tree.append(previous);
            Hash link = Hash.of(previous);
            plain.event(event, link);
            packed.event(event, link);
            lines.write("{\"event\":".getBytes(StandardCharsets.US_ASCII));
            lines.write(event);
            lines.write((",\"h\":\"" + link.hex() + "\"}\n").getBytes(StandardCharsets.US_ASCII));
        }
    }
}
