package dev.agenthub.evidence.export;

import java.util.Arrays;

/** Finds payloads of one name among millions by the first 64 bits of their names, which are hashes; distinct hashes never share them by chance. */
final class NamePrefixes {

    private long[] prefixes = new long[256];
    private int size;

    void add(String hex) {
        if (size == prefixes.length) {
            prefixes = Arrays.copyOf(prefixes, size * 2);
        }
        prefixes[size++] = Long.parseUnsignedLong(hex, 0, 16, 16);
    }

    void requireDistinct() {
        Arrays.sort(prefixes, 0, size);
        for (int i = 1; i < size; i++) {
            if (prefixes[i] == prefixes[i - 1]) {
                throw Window.twice();
            }
        }
    }
}
