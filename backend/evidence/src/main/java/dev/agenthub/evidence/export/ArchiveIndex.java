package dev.agenthub.evidence.export;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Walks the entries of a ZIP file in the order they lie in it, and lets nothing pass that two readers could see differently.
 *
 * <p>The local headers, contents, central directory and end record must fill the file without a gap, in this order, and every local header
 * must say what the central one says. Encryption, data descriptors, comments, split archives and extra fields other than ZIP64's are
 * refused. Memory does not grow with the number of entries.
 */
final class ArchiveIndex {

    /** Hears of each entry. */
    @FunctionalInterface
    interface Visitor {

        void visit(ArchiveEntry entry) throws IOException;
    }

    private static final int NAMES_IN_UTF8 = 0x800;
    private static final int DEFLATE_EFFORT = 0x6;
    /** No deflate stream expands further than this. */
    private static final long MOST_EXPANSION = 1032;

    private final FileChannel file;
    private final long length;
    private final long count;
    private final long directoryAt;
    private final long directoryEnd;

    private ArchiveIndex(FileChannel file, long length, long count, long directoryAt, long directoryEnd) {
        this.file = file;
        this.length = length;
        this.count = count;
        this.directoryAt = directoryAt;
        this.directoryEnd = directoryEnd;
    }

    /** Finds the central directory. */
    static ArchiveIndex open(FileChannel file) throws IOException {
        long length = file.size();
        Window window = new Window(file, length, 128);
        long end = length - Zip.END_LENGTH;
        if (end < 0 || window.u32(end) != Zip.END_SIGNATURE || window.u16(end + 20) != 0) {
            throw Window.invalid("it does not end as a ZIP archive without comment does.");
        }
        long count = window.u16(end + 10);
        long size = window.u32(end + 12);
        long at = window.u32(end + 16);
        requireOneDisk(window.u16(end + 4) == 0 && window.u16(end + 6) == 0 && window.u16(end + 8) == count);
        if (at + size == end) {
            return checked(file, length, count, at, end);
        }
        long locator = end - Zip.LOCATOR64_LENGTH;
        long end64 = locator - Zip.END64_LENGTH;
        if (end64 < 0 || window.u32(locator) != Zip.LOCATOR64_SIGNATURE || window.u64(locator + 8) != end64
                || window.u32(end64) != Zip.END64_SIGNATURE || window.u64(end64 + 4) != Zip.END64_LENGTH - 12) {
            throw Window.invalid("there are bytes that belong to nothing.");
        }
        requireOneDisk(window.u32(locator + 4) == 0 && window.u32(locator + 16) == 1 && window.u32(end64 + 16) == 0
                && window.u32(end64 + 20) == 0 && window.u64(end64 + 24) == window.u64(end64 + 32));
        boolean agree = narrow(window.u64(end64 + 32), Zip.MAX16, count)
                && narrow(window.u64(end64 + 40), Zip.MAX32, size) && narrow(window.u64(end64 + 48), Zip.MAX32, at);
        if (!agree || window.u64(end64 + 48) + window.u64(end64 + 40) != end64) {
            throw Window.invalid("its two end records disagree.");
        }
        return checked(file, length, window.u64(end64 + 32), window.u64(end64 + 48), end64);
    }

    private static ArchiveIndex checked(FileChannel file, long length, long count, long from, long to) {
        if (count > (to - from) / Zip.CENTRAL_LENGTH) {
            throw Window.invalid("it claims more entries than it has room for.");
        }
        return new ArchiveIndex(file, length, count, from, to);
    }

    /** Whether a field too narrow for the value says so, or says the value itself. */
    private static boolean narrow(long value, long marker, long field) {
        return field == marker || field == value;
    }

    private static void requireOneDisk(boolean one) {
        if (!one) {
            throw Window.invalid("it is split.");
        }
    }

    /** Visits every entry and finally checks that they fill the file. */
    void walk(Visitor visitor) throws IOException {
        Window central = new Window(file, length, 1 << 16);
        Window local = new Window(file, length, 1 << 10);
        long at = directoryAt;
        long next = 0;
        for (long i = 0; i < count; i++) {
            Header header = central(central, at);
            if (header.localAt != next) {
                throw Window.invalid("its entries do not lie one after the other.");
            }
            ArchiveEntry entry = agreed(header, local);
            visitor.visit(entry);
            next = Math.addExact(entry.dataAt(), entry.compressed());
            at += header.length;
        }
        if (at != directoryEnd || next != directoryAt) {
            throw Window.invalid("there are bytes that belong to nothing.");
        }
    }

    /** The entry that a walk found listed there. */
    ArchiveEntry entry(long listedAt) throws IOException {
        Window window = new Window(file, length, 1 << 10);
        return agreed(central(window, listedAt), window);
    }

    /** What the central directory says about an entry, and how long it takes to say so. */
    private record Header(String name, int flags, int method, long moment, long crc, long compressed, long size,
            long localAt, long listedAt, long length) {}

    private Header central(Window window, long at) throws IOException {
        if (at > directoryEnd - Zip.CENTRAL_LENGTH || window.u32(at) != Zip.CENTRAL_SIGNATURE) {
            throw Window.invalid("its central directory is broken.");
        }
        int nameLength = window.u16(at + 28);
        int extraLength = window.u16(at + 30);
        long end = at + Zip.CENTRAL_LENGTH + nameLength + extraLength;
        requireVersion(window.u16(at + 6));
        if (end > directoryEnd || window.u16(at + 32) != 0 || window.u16(at + 34) != 0) {
            throw Window.invalid("its central directory is broken.");
        }
        requireRegular(window.u32(at + 38));
        Extra extra = new Extra(window, at + Zip.CENTRAL_LENGTH + nameLength, extraLength);
        long size = extra.wide(window.u32(at + 24));
        long compressed = extra.wide(window.u32(at + 20));
        long localAt = extra.wide(window.u32(at + 42));
        extra.requireUsedUp();
        return new Header(window.latin1(at + Zip.CENTRAL_LENGTH, nameLength), window.u16(at + 8), window.u16(at + 10),
                window.u32(at + 12), window.u32(at + 16), compressed, size, localAt, at, end - at);
    }

    private ArchiveEntry agreed(Header header, Window window) throws IOException {
        long at = header.localAt;
        if (window.u32(at) != Zip.LOCAL_SIGNATURE) {
            throw Window.invalid("an entry has no local header.");
        }
        requireVersion(window.u16(at + 4));
        int nameLength = window.u16(at + 26);
        int extraLength = window.u16(at + 28);
        Extra extra = new Extra(window, at + Zip.LOCAL_LENGTH + nameLength, extraLength);
        long size = extra.wide(window.u32(at + 22));
        long compressed = extra.wide(window.u32(at + 18));
        extra.requireUsedUp();
        boolean same = window.u16(at + 6) == header.flags && window.u16(at + 8) == header.method
                && window.u32(at + 10) == header.moment && window.u32(at + 14) == header.crc
                && compressed == header.compressed && size == header.size
                && window.latin1(at + Zip.LOCAL_LENGTH, nameLength).equals(header.name);
        if (!same) {
            throw Window.invalid("the local and the central header of an entry disagree.");
        }
        requireReadable(header);
        return new ArchiveEntry(header.name, header.listedAt, header.method, (int) header.crc, compressed, size,
                at + Zip.LOCAL_LENGTH + nameLength + extraLength);
    }

    private void requireReadable(Header header) {
        if ((header.flags & ~(NAMES_IN_UTF8 | DEFLATE_EFFORT)) != 0) {
            throw Window.invalid("an entry is encrypted, streamed or patched.");
        }
        boolean stored = header.method == Zip.STORED && header.compressed == header.size;
        boolean deflated = header.method == Zip.DEFLATED && header.size / MOST_EXPANSION <= header.compressed;
        if (header.compressed > length || !(stored || deflated)) {
            throw Window.invalid("an entry's method or sizes are impossible.");
        }
    }

    /** Whatever system the entry says that it is from: readers look at either half. */
    private static void requireRegular(long attributes) {
        long kind = attributes & Zip.UNIX_KIND;
        if ((kind != 0 && kind != Zip.UNIX_REGULAR) || (attributes & Zip.DOS_NO_FILE) != 0) {
            throw Window.invalid("an entry is no regular file.");
        }
    }

    private static void requireVersion(int needed) {
        if (needed != 10 && needed != Zip.VERSION && needed != Zip.VERSION64) {
            throw Window.invalid("it needs features of ZIP that an export does not use.");
        }
    }

    /** The one extra field that may stand: ZIP64's, with a wide number for each field that was too narrow, in their order. */
    private static final class Extra {

        private final Window window;
        private final long end;
        private long at;

        Extra(Window window, long from, int length) throws IOException {
            this.window = window;
            this.end = from + length;
            this.at = from;
            if (length > 0) {
                if (length < 4 || window.u16(from) != Zip.EXTRA64 || window.u16(from + 2) != length - 4) {
                    throw Window.invalid("an entry has an extra field.");
                }
                at = from + 4;
            }
        }

        long wide(long narrow) throws IOException {
            if (narrow != Zip.MAX32 || at + Long.BYTES > end) {
                return narrow;
            }
            at += Long.BYTES;
            return window.u64(at - Long.BYTES);
        }

        void requireUsedUp() {
            if (at != end) {
                throw Window.invalid("an entry's extra field holds more than it should.");
            }
        }
    }
}
