package dev.agenthub.app.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Computes the progress of a ZIP download from the bytes received so far, measured in uncompressed bytes.
 *
 * <p>It reads the local file headers, which in an export hold every size. Bytes that it cannot
 * interpret count as 0: it feeds a progress bar and does not validate the archive. Not thread-safe.
 */
final class ArchiveProgress {
    private static final int HEADER = 30;
    private static final int SIGNATURE = 0x04034b50;

    private final ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    private boolean ended;
    /** Bytes still to come of the current entry: of its name and extra field, then of its compressed data. */
    private long names;
    private long compressedLeft;
    private long compressed;
    private long uncompressed;
    private long before;

    /** Processes the next bytes of the archive. */
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

    /** Uncompressed bytes so far; those of the current entry in proportion to the compressed ones. */
    long contents() {
        double part = compressed == 0 ? 1 : (double) (compressed - compressedLeft) / compressed;
        return before + (long) (part * uncompressed);
    }
}
