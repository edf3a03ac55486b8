package dev.agenthub.bench.parts;

import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.export.ExportReader;
import dev.agenthub.evidence.export.ExportWriter;
import dev.agenthub.evidence.export.SegmentLines;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.note.Checkpoint;
import dev.agenthub.evidence.note.NoteSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reads the lines of a stored segment, checked and hashed on the way, against the SHA-256 of their bytes alone. */
@State(Scope.Benchmark)
public class LineParts {

    private static final int LINES = 10_000;
    private static final Origin ORIGIN = new Origin("bench.agenthub.example", new UUID(1, 2), 1);

    private Path file = Path.of("");
    private byte[] line = {};

    @Setup
    public void write() throws IOException {
        byte[] event = Sample.event();
        file = Files.createTempFile("bench", ".ahexport");
        try (ExportWriter writer = ExportWriter.open(Files.newOutputStream(file), ORIGIN, 0, null, false)) {
            Hash link = Hash.sha256(event);
            for (int i = 0; i < LINES; i++) {
                writer.event(event, link);
            }
            writer.checkpoint(new Checkpoint(ORIGIN.toString(), LINES, link)
                    .sign(new NoteSigner(ORIGIN.toString(), link.bytes())));
        }
        line = new byte[event.length + 82];
    }

    @TearDown
    public void delete() throws IOException {
        Files.delete(file);
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public long ours() throws IOException {
        long length = 0;
        try (ExportReader reader = ExportReader.open(file); SegmentLines lines = reader.segment(0)) {
            while (lines.next()) {
                length += lines.to() - lines.from();
            }
        }
        return length;
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public byte[] baseline() {
        MessageDigest digest = Hash.newDigest();
        for (int i = 0; i < LINES; i++) {
            digest.update(line);
        }
        return digest.digest();
    }
}
