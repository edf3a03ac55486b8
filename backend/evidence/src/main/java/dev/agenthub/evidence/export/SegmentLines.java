package dev.agenthub.evidence.export;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.hash.Hash;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Reads one file of entries line by line, hashing it on the way, in memory bounded by its longest line. Not thread-safe.
 *
 * <p>After {@link #next()} the line without its newline is {@code buffer()[from() .. to())}; the next call may overwrite it.
 */
public final class SegmentLines implements AutoCloseable {

    /** The largest event is as large as canonical JSON may be. */
    static final int MAX_LINE = CanonicalJson.DEFAULT_LIMIT + 128;
    private static final int BUFFER = 1 << 18;

    private final EntryStream in;
    private final MessageDigest digest = Hash.newDigest();
    private byte[] buffer = new byte[BUFFER];
    private int filled;
    private int from;
    private int to = -1;
    private boolean ended;

    SegmentLines(EntryStream in) {
        this.in = in;
    }

    /**
     * Goes to the next line.
     *
     * @return false at the end
     * @throws EvidenceException ENTRY_MALFORMED for a line that is too long or has no newline, ARCHIVE_INVALID where the content is not
     *         what its headers say
     */
    public boolean next() throws IOException {
        from = to + 1;
        int searched = from;
        while (true) {
            for (int i = searched; i < filled; i++) {
                if (buffer[i] == '\n') {
                    to = i;
                    return true;
                }
            }
            searched = filled - from;
            if (ended) {
                if (filled > from) {
                    throw new EvidenceException(Codes.ENTRY_MALFORMED, "The last line does not end.");
                }
                return false;
            }
            fill();
        }
    }

    /** Makes room behind what is left of the current line and reads on. */
    private void fill() throws IOException {
        int left = filled - from;
        if (left > MAX_LINE) {
            throw new EvidenceException(Codes.ENTRY_MALFORMED, "A line is longer than any event.");
        }
        byte[] target = left > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, from, target, 0, left);
        buffer = target;
        from = 0;
        filled = left;
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            ended = true;
        } else {
            digest.update(buffer, filled, read);
            filled += read;
        }
    }

    public byte[] buffer() {
        return buffer;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    /** A copy of some bytes of the current line. */
    public byte[] copy(int start, int end) {
        return Arrays.copyOfRange(buffer, start, end);
    }

    /** How many bytes of the export were read for this. */
    public long consumed() {
        return in.consumed();
    }

    /** The SHA-256 of the whole file, once {@link #next()} has said false. */
    public Hash sha256() {
        return Hash.of(digest.digest());
    }

    @Override
    public void close() {
        in.close();
    }
}
