package dev.agenthub.evidence.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** The content of one entry; its end comes only when size, checksum and compressed size are what the headers said. Not thread-safe. */
final class EntryStream extends InputStream {

    private static final int BUFFER = 1 << 16;

    private final FileChannel file;
    private final ArchiveEntry entry;
    private final @Nullable Inflater inflater;
    private final CRC32 crc = new CRC32();
    private final byte[] compressed;
    private long fed;
    private long produced;

    EntryStream(FileChannel file, ArchiveEntry entry) {
        this.file = file;
        this.entry = entry;
        this.inflater = entry.method() == Zip.DEFLATED ? new Inflater(true) : null;
        this.compressed = new byte[(int) Math.min(BUFFER, Math.max(1, entry.compressed()))];
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int wanted) throws IOException {
        if (wanted == 0) {
            return 0;
        }
        int read = inflater == null ? stored(target, from, wanted) : inflated(inflater, target, from, wanted);
        if (read <= 0) {
            requireWhole();
            return -1;
        }
        crc.update(target, from, read);
        produced += read;
        if (produced > entry.size()) {
            throw Window.invalid(entry.name() + " is larger than its headers say.");
        }
        return read;
    }

    /** How many compressed bytes were read. */
    long consumed() {
        return fed;
    }

    private int stored(byte[] target, int from, int wanted) throws IOException {
        int next = (int) Math.min(wanted, entry.compressed() - fed);
        return next == 0 ? -1 : fill(target, from, next);
    }

    private int inflated(Inflater stream, byte[] target, int from, int wanted) throws IOException {
        try {
            while (!stream.finished()) {
                int read = stream.inflate(target, from, wanted);
                if (read > 0) {
                    return read;
                }
                if (stream.finished()) {
                    break;
                }
                if (stream.needsDictionary() || fed == entry.compressed()) {
                    throw Window.invalid(entry.name() + " is cut off.");
                }
                int next = fill(compressed, 0, (int) Math.min(compressed.length, entry.compressed() - fed));
                stream.setInput(compressed, 0, next);
            }
            return -1;
        } catch (DataFormatException e) {
            throw Window.invalid(entry.name() + " cannot be inflated.");
        }
    }

    private int fill(byte[] target, int from, int wanted) throws IOException {
        int read = file.read(ByteBuffer.wrap(target, from, wanted), entry.dataAt() + fed);
        if (read < 0) {
            throw Window.invalid(entry.name() + " is cut off.");
        }
        fed += read;
        return read;
    }

    private void requireWhole() {
        boolean usedUp = fed == entry.compressed() && (inflater == null || inflater.getRemaining() == 0);
        if (!usedUp || produced != entry.size() || (int) crc.getValue() != entry.crc()) {
            throw Window.invalid(entry.name() + " does not have the size or checksum that its headers say.");
        }
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }
}
