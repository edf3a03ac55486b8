package dev.agenthub.evidence.export;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The entries of one kind that are named by a size. Of each only the place where it is listed is kept, since there may be a million. */
final class SizedEntries {

    private static final Comparator<Listed> BY_SIZE = Comparator.comparingLong(Listed::size);

    private record Listed(long size, long at) {}

    private final List<Listed> entries = new ArrayList<>();

    void add(long size, ArchiveEntry entry) {
        entries.add(new Listed(size, entry.listedAt()));
    }

    int count() {
        return entries.size();
    }

    /** To be called once after the last entry was added. */
    void requireDistinct() {
        entries.sort(BY_SIZE);
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i).size() == entries.get(i - 1).size()) {
                throw Window.twice();
            }
        }
    }

    /** Ascending. */
    long[] sizes() {
        return entries.stream().mapToLong(Listed::size).toArray();
    }

    boolean contains(long size) {
        return place(size) >= 0;
    }

    /** Where the entry of that size is listed. */
    long listedAt(long size) {
        int place = place(size);
        if (place < 0) {
            throw new IllegalArgumentException("There is no entry of that size");
        }
        return entries.get(place).at();
    }

    private int place(long size) {
        return Collections.binarySearch(entries, new Listed(size, 0), BY_SIZE);
    }
}
