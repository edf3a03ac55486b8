package dev.agenthub.evidence.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes a ZIP archive to a stream, every size in its local header. The same entries give
 * the same bytes: all times are 1 January 1980. Not thread-safe.
 */
final class ZipWriter {

    private static final int EPOCH_DATE = 0x0021;

    private final OutputStream out;
    private final CentralSpool central;
    private long position;
    private long entries;

    ZipWriter(OutputStream out, CentralSpool central) {
        this.out = out;
        this.central = central;
    }

    /** Writes an entry whose content is complete, compressed as the method says. */
    void entry(String name, int method, int crc, long size, ByteArrayOutputStream content) throws IOException {
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        long offset = position;
        boolean far = offset >= Zip.MAX32;
        LittleEndian local = new LittleEndian(Zip.LOCAL_LENGTH).u32(Zip.LOCAL_SIGNATURE);
        write(shared(local, far, method, crc, content.size(), size).u16(ascii.length).u16(0).bytes());
        write(ascii);
        content.writeTo(out);
        position += content.size();
        LittleEndian header = new LittleEndian(Zip.CENTRAL_LENGTH).u32(Zip.CENTRAL_SIGNATURE).u16(version(far));
        central.write(shared(header, far, method, crc, content.size(), size).u16(ascii.length).u16(far ? 12 : 0).u16(0)
                .u16(0).u16(0).u32(0).u32(Math.min(offset, Zip.MAX32)).bytes());
        central.write(ascii);
        if (far) {
            central.write(new LittleEndian(12).u16(Zip.EXTRA64).u16(Long.BYTES).u64(offset).bytes());
        }
        entries++;
    }

    /** The fields that stand in the local and in the central header alike. */
    private static LittleEndian shared(LittleEndian header, boolean far, int method, int crc, int compressed,
            long size) {
        return header.u16(version(far)).u16(0).u16(method).u16(0).u16(EPOCH_DATE).u32(crc).u32(compressed).u32(size);
    }

    private static int version(boolean far) {
        return far ? Zip.VERSION64 : Zip.VERSION;
    }

    /** Writes the central directory and the end of the archive. */
    void finish() throws IOException {
        long offset = position;
        long length = central.length();
        central.writeTo(out);
        position += length;
        boolean far = entries >= Zip.MAX16 || offset >= Zip.MAX32 || length >= Zip.MAX32;
        if (far) {
            long end64 = position;
            write(new LittleEndian(Zip.END64_LENGTH).u32(Zip.END64_SIGNATURE).u64(Zip.END64_LENGTH - 12)
                    .u16(Zip.VERSION64).u16(Zip.VERSION64).u32(0).u32(0).u64(entries).u64(entries).u64(length)
                    .u64(offset).bytes());
            write(new LittleEndian(Zip.LOCATOR64_LENGTH).u32(Zip.LOCATOR64_SIGNATURE).u32(0).u64(end64).u32(1).bytes());
        }
        int count = far ? Zip.MAX16 : (int) entries;
        write(new LittleEndian(Zip.END_LENGTH).u32(Zip.END_SIGNATURE).u16(0).u16(0).u16(count).u16(count)
                .u32(far ? Zip.MAX32 : length).u32(far ? Zip.MAX32 : offset).u16(0).bytes());
        out.flush();
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }
}
