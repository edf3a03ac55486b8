package dev.agenthub.evidence.canonical;

import java.util.Arrays;

/** The objects in written JSON whose members stand in another order than the canonical one, and that order. */
final class UnorderedObjects {

    /** Of each object where it begins and ends and how many members it has, then where each of these begins and ends, in order. */
    private final IntStack objects = new IntStack();
    private final IntStack places = new IntStack();

    boolean isEmpty() {
        return places.size() == 0;
    }

    /** Adds an object, whose members follow. */
    void begin(int from, int to, int count) {
        places.push(objects.size());
        objects.push(from);
        objects.push(to);
        objects.push(count);
    }

    /** Adds the next member of the object begun last, from its name to the end of its value. */
    void member(int from, int to) {
        objects.push(from);
        objects.push(to);
    }

    /** The same JSON with all members in order. */
    byte[] inOrder(byte[] written, int size) {
        return new Copy(written, size).bytes();
    }

    private final class Copy {

        private final byte[] in;
        private final byte[] out;
        /** The objects as they lie in the bytes: where each begins, and in the lower half where it is told of. */
        private final long[] ascending = new long[places.size()];
        private int filled;

        private Copy(byte[] in, int size) {
            this.in = in;
            this.out = new byte[size];
            for (int i = 0; i < ascending.length; i++) {
                ascending[i] = (long) objects.get(places.get(i)) << 32 | places.get(i);
            }
            Arrays.sort(ascending);
        }

        private byte[] bytes() {
            copy(0, out.length);
            return out;
        }

        private void copy(int from, int to) {
            int at = from;
            int next = firstFrom(from);
            while (next < ascending.length && ascending[next] >>> 32 < to) {
                int object = (int) ascending[next];
                take(at, objects.get(object) + 1);
                int members = object + 3;
                for (int i = 0; i < objects.get(object + 2); i++) {
                    if (i > 0) {
                        out[filled++] = ',';
                    }
                    copy(objects.get(members + 2 * i), objects.get(members + 2 * i + 1));
                }
                at = objects.get(object + 1) - 1;
                next = firstFrom(at);
            }
            take(at, to);
        }

        private int firstFrom(int from) {
            int found = Arrays.binarySearch(ascending, (long) from << 32);
            return found < 0 ? -found - 1 : found;
        }

        private void take(int from, int to) {
            System.arraycopy(in, from, out, filled, to - from);
            filled += to - from;
        }
    }
}
