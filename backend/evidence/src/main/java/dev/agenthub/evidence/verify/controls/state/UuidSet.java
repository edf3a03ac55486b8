package dev.agenthub.evidence.verify.controls.state;

import java.util.UUID;

/** A set of UUIDs in 16 bytes and some room each, for the millions of requests that have ended. */
public final class UuidSet {

    private static final int FIRST_CAPACITY = 1 << 10;

    /** Two numbers a place; the UUID of zeros marks an empty one and is kept apart. */
    private long[] table = new long[2 * FIRST_CAPACITY];
    private int size;
    private boolean hasNil;
    private final UuidHash hash = new UuidHash();

    public void add(UUID uuid) {
        long high = uuid.getMostSignificantBits();
        long low = uuid.getLeastSignificantBits();
        if (high == 0 && low == 0) {
            hasNil = true;
        } else if (insert(high, low)) {
            size++;
            if (size > table.length / 4) {
                grow();
            }
        }
    }

    public boolean contains(UUID uuid) {
        long high = uuid.getMostSignificantBits();
        long low = uuid.getLeastSignificantBits();
        if (high == 0 && low == 0) {
            return hasNil;
        }
        int at = place(high, low);
        return table[at] == high && table[at + 1] == low;
    }

    public int size() {
        return size + (hasNil ? 1 : 0);
    }

    /** The order of two UUIDs that their text has too. */
    public static int compare(long high, long low, long otherHigh, long otherLow) {
        int order = Long.compareUnsigned(high, otherHigh);
        return order == 0 ? Long.compareUnsigned(low, otherLow) : order;
    }

    /** All of them, two numbers each, in the order of their text. */
    long[] ascending() {
        long[] all = new long[2 * size()];
        int filled = hasNil ? 2 : 0;
        for (int i = 0; i < table.length; i += 2) {
            if (table[i] != 0 || table[i + 1] != 0) {
                all[filled] = table[i];
                all[filled + 1] = table[i + 1];
                filled += 2;
            }
        }
        for (int root = all.length / 4; root >= 0; root--) {
            sink(all, root, all.length / 2);
        }
        for (int end = all.length / 2 - 1; end > 0; end--) {
            swap(all, 0, end);
            sink(all, 0, end);
        }
        return all;
    }

    /** Restores the heap of the first pairs below a root: sorting in place keeps millions within what they need anyway. */
    private static void sink(long[] pairs, int from, int count) {
        int root = from;
        while (2 * root + 1 < count) {
            int child = 2 * root + 1;
            if (child + 1 < count && isBelow(pairs, child, child + 1)) {
                child++;
            }
            if (!isBelow(pairs, root, child)) {
                return;
            }
            swap(pairs, root, child);
            root = child;
        }
    }

    private static boolean isBelow(long[] pairs, int i, int j) {
        return compare(pairs[2 * i], pairs[2 * i + 1], pairs[2 * j], pairs[2 * j + 1]) < 0;
    }

    private static void swap(long[] pairs, int i, int j) {
        for (int half = 0; half < 2; half++) {
            long kept = pairs[2 * i + half];
            pairs[2 * i + half] = pairs[2 * j + half];
            pairs[2 * j + half] = kept;
        }
    }

    private boolean insert(long high, long low) {
        int at = place(high, low);
        if (table[at] == high && table[at + 1] == low) {
            return false;
        }
        table[at] = high;
        table[at + 1] = low;
        return true;
    }

    /** Where the UUID stands, or the empty place where it would. */
    private int place(long high, long low) {
        int mask = table.length / 2 - 1;
        int at = hash.of(high, low) & mask;
        while (true) {
            long foundHigh = table[2 * at];
            long foundLow = table[2 * at + 1];
            if ((foundHigh == 0 && foundLow == 0) || (foundHigh == high && foundLow == low)) {
                return 2 * at;
            }
            at = (at + 1) & mask;
        }
    }

    private void grow() {
        long[] before = table;
        table = new long[before.length * 2];
        for (int i = 0; i < before.length; i += 2) {
            if (before[i] != 0 || before[i + 1] != 0) {
                insert(before[i], before[i + 1]);
            }
        }
    }
}
