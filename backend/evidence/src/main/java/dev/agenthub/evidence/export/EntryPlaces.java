package dev.agenthub.evidence.export;

import java.util.Arrays;

/**
 * Where the entries of one kind are listed, which a number of their names tells apart. There may be millions, so
 * of each only the place is kept. An entry that was found has a number, from 0, in the order of these numbers.
 */
final class EntryPlaces {

    private long[] keys = new long[256];
    private long[] places = new long[256];
    private int size;

    void add(long key, ArchiveEntry entry) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            places = Arrays.copyOf(places, size * 2);
        }
        keys[size] = key;
        places[size++] = entry.listedAt();
    }

    /** To be called once after the last entry was added. */
    void requireDistinct() {
        long[] sorted = Arrays.copyOf(keys, size);
        Arrays.sort(sorted);
        for (int i = 1; i < size; i++) {
            if (sorted[i] == sorted[i - 1]) {
                throw Window.twice();
            }
        }
        long[] moved = new long[size];
        for (int i = 0; i < size; i++) {
            moved[Arrays.binarySearch(sorted, keys[i])] = places[i];
        }
        keys = sorted;
        places = moved;
    }

    int count() {
        return size;
    }

    /** Ascending. */
    long[] keys() {
        return keys.clone();
    }

    /** The number of the entry of that key; negative where there is none. */
    int find(long key) {
        return Arrays.binarySearch(keys, key);
    }

    /** Where the entry of a number is listed. */
    long listedAt(int number) {
        return places[number];
    }
}
