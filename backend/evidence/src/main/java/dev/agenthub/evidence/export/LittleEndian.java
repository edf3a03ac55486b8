package dev.agenthub.evidence.export;

/** Fills a record of the ZIP format, whose numbers are little-endian. */
final class LittleEndian {

    private final byte[] bytes;
    private int at;

    LittleEndian(int length) {
        bytes = new byte[length];
    }

    LittleEndian u16(int value) {
        return put(value, Short.BYTES);
    }

    LittleEndian u32(long value) {
        return put(value, Integer.BYTES);
    }

    LittleEndian u64(long value) {
        return put(value, Long.BYTES);
    }

    byte[] bytes() {
        return bytes;
    }

    private LittleEndian put(long value, int width) {
        for (int i = 0; i < width; i++) {
            bytes[at++] = (byte) (value >>> (8 * i));
        }
        return this;
    }
}
