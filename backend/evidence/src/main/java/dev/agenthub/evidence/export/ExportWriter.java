package dev.agenthub.evidence.export;

import dev.agenthub.evidence.chain.Origin;
import dev.agenthub.evidence.hash.Hash;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes an export to a stream in memory that does not grow with it.
 *
 * <p>Events come in order; payloads and older checkpoints may come at any time between them. {@link #checkpoint} must be given before
 * {@link #close}, which writes the index: an export that broke off half way has none and cannot be mistaken for a whole one. Not
 * thread-safe.
 */
public final class ExportWriter implements AutoCloseable {

    /** The most lines in one file of entries. */
    public static final int MAX_LINES = 65_536;

    private static final int SEGMENT_BYTES = 8 << 20;
    /** What shrinks more is stored as it is: whoever reads the export could not tell it from a bomb. */
    private static final int MOST_COMPRESSED = ExportReader.MAX_EXPANSION / 2;
    private static final byte[] BEFORE_EVENT = "{\"event\":".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    private final CentralSpool central = new CentralSpool();
    private final ZipWriter zip;
    private final Origin origin;
    private final long firstSeq;
    private final boolean deflate;
    private final List<Manifest.Segment> segments = new ArrayList<>();
    private Content segment;
    private long segmentLines;
    private long entries;
    private @Nullable String checkpoint;
    private boolean broken;

    private ExportWriter(OutputStream out, Origin origin, long firstSeq, boolean deflate) {
        this.out = out;
        this.zip = new ZipWriter(out, central);
        this.origin = origin;
        this.firstSeq = firstSeq;
        this.deflate = deflate;
        this.segment = new Content(deflate);
    }

    /** Opens a compressed export; the stream is closed with the writer. */
    public static ExportWriter open(OutputStream out, Origin origin, long firstSeq, @Nullable Frontier frontier)
            throws IOException {
        return open(out, origin, firstSeq, frontier, true);
    }

    /**
     * Opens an export.
     *
     * @param firstSeq the sequence number of the first event to come
     * @param frontier the state before that event; null exactly where {@code firstSeq} is 0
     * @param deflate whether entries are compressed
     */
    public static ExportWriter open(OutputStream out, Origin origin, long firstSeq, @Nullable Frontier frontier,
            boolean deflate) throws IOException {
        if (frontier == null ? firstSeq != 0 : frontier.size() != firstSeq) {
            throw new IllegalArgumentException("A frontier must end where the export begins");
        }
        ExportWriter writer = new ExportWriter(out, origin, firstSeq, deflate);
        if (frontier != null) {
            writer.entry(EntryNames.FRONTIER, frontier.canonicalBytes());
        }
        return writer;
    }

    /** Appends the next event, as the exact bytes that were hashed, with its link. */
    public void event(byte[] event, Hash link) throws IOException {
        segment.write(BEFORE_EVENT);
        segment.write(event);
        segment.write((",\"h\":\"" + link.hex() + "\"}\n").getBytes(StandardCharsets.US_ASCII));
        segmentLines++;
        entries++;
        if (segmentLines == MAX_LINES || segment.size >= SEGMENT_BYTES) {
            endSegment();
        }
    }

    /** Adds a payload, named by its hash. */
    public void payload(Hash payloadHash, byte[] canonicalPayload) throws IOException {
        entry(EntryNames.payload(payloadHash), canonicalPayload);
    }

    /** Sets the checkpoint for the log as it ends in this export. */
    public void checkpoint(String note) {
        checkpoint = note;
    }

    /** Adds a checkpoint that was published earlier, or this export's own. */
    public void olderCheckpoint(long size, String note) throws IOException {
        entry(EntryNames.olderCheckpoint(size), note.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds an RFC 3161 token over the checkpoint of this size. */
    public void timestamp(long size, byte[] token) throws IOException {
        entry(EntryNames.timestamp(size), token);
    }

    /**
     * Writes what is left, the checkpoint and the index, and closes the stream.
     *
     * @throws IllegalStateException where no checkpoint was given; the archive then stays unreadable
     */
    @Override
    public void close() throws IOException {
        try (out; central) {
            if (broken) {
                return;
            }
            if (checkpoint == null) {
                throw new IllegalStateException("An export cannot be finished without its checkpoint");
            }
            if (segmentLines > 0) {
                endSegment();
            }
            entry(EntryNames.CHECKPOINT, checkpoint.getBytes(StandardCharsets.UTF_8));
            byte[] manifest = new Manifest(entries, firstSeq, origin.toString(), segments).canonicalBytes();
            if (manifest.length > ExportReader.MAX_INDEX) {
                throw new IllegalStateException("An export of so many entries could not be read; export it in parts");
            }
            entry(EntryNames.MANIFEST, manifest);
            zip.finish();
        } finally {
            segment.close();
        }
    }

    private void endSegment() throws IOException {
        String name = EntryNames.segment(segments.size());
        Hash sha256 = write(name, segment);
        segments.add(new Manifest.Segment(segmentLines, firstSeq + entries - segmentLines, name, sha256));
        segment = new Content(deflate);
        segmentLines = 0;
    }

    private void entry(String name, byte[] bytes) throws IOException {
        Content content = new Content(deflate);
        content.write(bytes);
        write(name, content);
    }

    private Hash write(String name, Content content) throws IOException {
        try (content) {
            content.finish();
            boolean asBomb = content.compressed.size() < content.size / MOST_COMPRESSED;
            zip.entry(name, deflate && !asBomb ? Zip.DEFLATED : Zip.STORED, (int) content.crc.getValue(),
                    content.size, asBomb ? content.expanded() : content.compressed);
            return Hash.of(content.digest.digest());
        } catch (IOException | RuntimeException e) {
            broken = true;
            throw e;
        }
    }

    /** One entry's content on its way through the compressor. */
    private static final class Content implements AutoCloseable {

        private final CRC32 crc = new CRC32();
        private final MessageDigest digest = Hash.newDigest();
        private final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        private final @Nullable Deflater deflater;
        private final byte[] buffer = new byte[8192];
        private long size;

        Content(boolean deflate) {
            deflater = deflate ? new Deflater(Deflater.DEFAULT_COMPRESSION, true) : null;
        }

        void write(byte[] bytes) {
            crc.update(bytes);
            digest.update(bytes);
            size += bytes.length;
            if (deflater == null) {
                compressed.writeBytes(bytes);
                return;
            }
            deflater.setInput(bytes);
            while (!deflater.needsInput()) {
                compressed.write(buffer, 0, deflater.deflate(buffer));
            }
        }

        void finish() {
            if (deflater != null) {
                deflater.finish();
                while (!deflater.finished()) {
                    compressed.write(buffer, 0, deflater.deflate(buffer));
                }
            }
        }

        /** The content as it was written, of which nothing is kept until it is asked for. */
        ByteArrayOutputStream expanded() throws IOException {
            ByteArrayOutputStream plain = new ByteArrayOutputStream((int) size);
            try (InflaterOutputStream inflating = new InflaterOutputStream(plain, new Inflater(true))) {
                compressed.writeTo(inflating);
            }
            return plain;
        }

        @Override
        public void close() {
            if (deflater != null) {
                deflater.end();
            }
        }
    }
}
