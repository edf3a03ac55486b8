package dev.agenthub.evidence.export;

import dev.agenthub.evidence.hash.Hash;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds payloads among millions by the first 64 bits of their names, which are hashes; distinct hashes never share them by chance. Of each only the place
 * where it is listed is kept.
 */
final class PayloadPlaces {

    private long[] prefixes = new long[256];
    private long[] places = new long[256];
    private int size;

    void add(String hex, ArchiveEntry entry) {
        if (size == prefixes.length) {
            prefixes = Arrays.copyOf(prefixes, size * 2);
            places = Arrays.copyOf(places, size * 2);
        }
        prefixes[size] = Long.parseUnsignedLong(hex, 0, 16, 16);
        places[size++] = entry.listedAt();
    }

    /** To be called once after the last entry was added. */
    void requireDistinct() {
        long[] sorted = Arrays.copyOf(prefixes, size);
        Arrays.sort(sorted);
        for (int i = 1; i < size; i++) {
            if (sorted[i] == sorted[i - 1]) {
                throw Window.twice();
            }
        }
        long[] moved = new long[size];
        for (int i = 0; i < size; i++) {
            moved[Arrays.binarySearch(sorted, prefixes[i])] = places[i];
        }
        prefixes = sorted;
        places = moved;
    }

    int count() {
        return size;
    }

    /** The number of the only payload that can have that name; negative where none can. */
    int find(Hash name) {
        return Arrays.binarySearch(prefixes, ByteBuffer.wrap(name.bytes()).getLong());
    }

    /** Where the payload of a number is listed. */
    long listedAt(int number) {
        return places[number];
    }
}
