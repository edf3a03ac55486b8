package dev.agenthub.evidence.export;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;

/** Little-endian numbers at any place of a file, read through one buffer that suits going forwards. Not thread-safe. */
final class Window {

    private final FileChannel file;
    private final long length;
    private final byte[] bytes;
    private long from;
    private int filled;

    Window(FileChannel file, long length, int capacity) {
        this.file = file;
        this.length = length;
        this.bytes = new byte[capacity];
    }

    int u16(long at) throws IOException {
        return (int) number(at, Short.BYTES);
    }

    long u32(long at) throws IOException {
        return number(at, Integer.BYTES);
    }

    /** A number of 64 bits; one that no file could reach is rejected. */
    long u64(long at) throws IOException {
        long value = number(at, Long.BYTES);
        if (value < 0) {
            throw invalid("it holds a number that is too large.");
        }
        return value;
    }

    /** The bytes there as characters, one each. */
    String latin1(long at, int count) throws IOException {
        int start = require(at, count);
        return new String(bytes, start, count, StandardCharsets.ISO_8859_1);
    }

    private long number(long at, int width) throws IOException {
        int start = require(at, width);
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = value << 8 | (bytes[start + i] & 0xFF);
        }
        return value;
    }

    private int require(long at, int count) throws IOException {
        if (at < 0 || count > bytes.length || at > length - count) {
            throw invalid("it is cut off.");
        }
        if (at < from || at + count > from + filled) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            from = at;
            filled = 0;
            while (filled < count) {
                int read = file.read(buffer, at + filled);
                if (read < 0) {
                    throw invalid("it is cut off.");
                }
                filled += read;
            }
        }
        return (int) (at - from);
    }

    static EvidenceException twice() {
        return invalid("two entries have one name.");
    }

    static EvidenceException invalid(String why) {
        return new EvidenceException(Codes.ARCHIVE_INVALID, "The file is not an export: " + why);
    }
}
