package dev.agenthub.app.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Tells from the bytes of an archive, as they pass, how much of its uncompressed contents they were.
 *
 * <p>It reads the local headers, which in an export say every size in advance. Whatever else passes
 * is counted as nothing: this is for a progress bar, and judges no archive. Not thread-safe.
 */
final class ArchiveProgress {
    private static final int HEADER = 30;
    private static final int SIGNATURE = 0x04034b50;

    private final ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    private boolean ended;
    /** Of the entry that passes: bytes of its name, then compressed ones, still to come. */
    private long names;
    private long compressedLeft;
    private long compressed;
    private long uncompressed;
    private long before;

    /** Takes the next bytes. */
    void pass(byte[] bytes, int length) {
        int at = 0;
        while (at < length && !ended) {
            if (names > 0) {
                int skipped = (int) Math.min(names, length - at);
                names -= skipped;
                at += skipped;
            } else if (compressedLeft > 0) {
                int taken = (int) Math.min(compressedLeft, length - at);
                compressedLeft -= taken;
                at += taken;
            } else {
                int taken = Math.min(header.remaining(), length - at);
                header.put(bytes, at, taken);
                at += taken;
                if (!header.hasRemaining()) {
                    entry();
                }
            }
        }
    }

    private void entry() {
        before += uncompressed;
        ended = header.getInt(0) != SIGNATURE;
        compressed = ended ? 0 : Integer.toUnsignedLong(header.getInt(18));
        uncompressed = ended ? 0 : Integer.toUnsignedLong(header.getInt(22));
        compressedLeft = compressed;
        names = (long) Short.toUnsignedInt(header.getShort(26)) + Short.toUnsignedInt(header.getShort(28));
        header.clear();
    }

    /** Uncompressed bytes that have passed, those of the entry under way in proportion. */
    long contents() {
        double part = compressed == 0 ? 1 : (double) (compressed - compressedLeft) / compressed;
        return before + (long) (part * uncompressed);
    }
}
