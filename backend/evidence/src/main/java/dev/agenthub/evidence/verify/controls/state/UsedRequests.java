package dev.agenthub.evidence.verify.controls.state;

import java.util.UUID;

/**
 * The requests that have run: those of a saved state in a sorted array that is shared and
 * never written, and those since in a set. For millions of them: 16 bytes each in the array.
 */
public final class UsedRequests {

    /** Receives the two halves of every UUID, in the order of their text. */
    @FunctionalInterface
    public interface Visitor<X extends Exception> {

        void visit(long high, long low) throws X;
    }

    /** Two numbers a UUID, ascending. */
    private final long[] before;
    private final UuidSet since = new UuidSet();

    public UsedRequests() {
        this(new long[0]);
    }

    /** Those of a saved state: two numbers a UUID, ascending, which the caller leaves alone from now on. */
    public UsedRequests(long[] ascending) {
        this.before = ascending;
    }

    /** The same requests, to which more can be added without a change here. */
    public UsedRequests copy() {
        if (since.size() == 0) {
            return new UsedRequests(before);
        }
        long[] all = new long[before.length + 2 * since.size()];
        int[] filled = new int[1];
        visit((high, low) -> {
            all[filled[0]++] = high;
            all[filled[0]++] = low;
        });
        return new UsedRequests(all);
    }

    public void add(UUID request) {
        if (!isBefore(request)) {
            since.add(request);
        }
    }

    public boolean contains(UUID request) {
        return since.contains(request) || isBefore(request);
    }

    private boolean isBefore(UUID request) {
        long high = request.getMostSignificantBits();
        long low = request.getLeastSignificantBits();
        int from = 0;
        int to = before.length / 2;
        while (from < to) {
            int middle = (from + to) >>> 1;
            int order = UuidSet.compare(before[2 * middle], before[2 * middle + 1], high, low);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return false;
    }

    public <X extends Exception> void visit(Visitor<X> visitor) throws X {
        long[] newer = since.ascending();
        int i = 0;
        int j = 0;
        while (i < before.length || j < newer.length) {
            boolean older = j == newer.length
                    || (i < before.length && UuidSet.compare(before[i], before[i + 1], newer[j], newer[j + 1]) < 0);
            if (older) {
                visitor.visit(before[i], before[i + 1]);
                i += 2;
            } else {
                visitor.visit(newer[j], newer[j + 1]);
                j += 2;
            }
        }
    }
}
