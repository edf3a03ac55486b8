package dev.agenthub.evidence.export;

import dev.agenthub.evidence.BytePositions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The positions of a valid archive that a test alters: some in every field of every header, and in every content. */
final class ArchivePlaces {

    /** Where the fields of each kind of header begin, and where the last of them ends. */
    private static final int[] LOCAL = {0, 4, 6, 8, 10, 12, 14, 18, 22, 26, 28, Zip.LOCAL_LENGTH};
    private static final int[] CENTRAL = {0, 4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 30, 32, 34, 36, 38, 42,
            Zip.CENTRAL_LENGTH};
    private static final int[] END = {0, 4, 6, 8, 10, 12, 16, 20, Zip.END_LENGTH};

    private final ByteBuffer archive;
    private final BytePositions places;

    private ArchivePlaces(byte[] archive) {
        this.archive = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        this.places = BytePositions.of(archive.length);
    }

    static BytePositions of(byte[] archive) {
        ArchivePlaces found = new ArchivePlaces(archive);
        found.add();
        return found.places;
    }

    /** The places of one file of an archive: of the whole, of its first line, and of its last. */
    static BytePositions ofContent(byte[] content) {
        BytePositions places = BytePositions.of(content.length);
        int firstEnd = 0;
        while (firstEnd < content.length && content[firstEnd] != '\n') {
            firstEnd++;
        }
        int lastStart = Math.max(content.length - 1, 0);
        while (lastStart > 0 && content[lastStart - 1] != '\n') {
            lastStart--;
        }
        return places.with(0, firstEnd).with(lastStart, content.length);
    }

    private void add() {
        int end = archive.capacity() - Zip.END_LENGTH;
        fields(end, END);
        int central = archive.getInt(end + 16);
        while (central < end) {
            fields(central, CENTRAL);
            int names = central + Zip.CENTRAL_LENGTH;
            int next = names + u16(central + 28) + u16(central + 30) + u16(central + 32);
            ends(names, next);
            entry(archive.getInt(central + 42), archive.getInt(central + 20));
            central = next;
        }
    }

    private void entry(int local, int length) {
        fields(local, LOCAL);
        int names = local + Zip.LOCAL_LENGTH;
        int content = names + u16(local + 26) + u16(local + 28);
        ends(names, content);
        places.with(content, content + length);
    }

    /** One byte of every field of a header. */
    private void fields(int header, int[] starts) {
        for (int i = 1; i < starts.length; i++) {
            places.with(header + starts[i - 1], header + starts[i], 1);
        }
    }

    private void ends(int from, int to) {
        places.with(from, from + 1, 1).with(to - 1, to, 1);
    }

    private int u16(int at) {
        return Short.toUnsignedInt(archive.getShort(at));
    }
}
