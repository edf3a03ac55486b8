package dev.agenthub.evidence.canonical;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The canonical forms of number literals that were read lately. What a small file expands to repeats its numbers, and some of them take a
 * microsecond each to judge. Threads may forget each other's, but never mix them up.
 */
final class KnownNumbers {

    /** More than there are literals in the 32 KiB that a deflate stream can repeat. */
    private static final int PLACES = 1 << 13;
    /** Longer than every canonical literal; what is longer is not kept. */
    private static final int LONGEST = 32;
    /** Nobody can choose numbers that take each other's places. */
    private static final int SEED = ThreadLocalRandom.current().nextInt() | 1;

    private record Known(Bytes literal, Bytes canonical) {}

    private static final class Bytes {

        private final byte[] bytes;

        private Bytes(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private static final @Nullable Known[] KNOWN = new Known[PLACES];

    private KnownNumbers() {}

    /** The canonical form of a literal, which nobody changes; null where it is not known. */
    static byte @Nullable [] canonical(byte[] in, int from, int to) {
        if (to - from > LONGEST) {
            return null;
        }
        Known known = KNOWN[place(in, from, to)];
        return known != null && Arrays.equals(known.literal.bytes, 0, known.literal.bytes.length, in, from, to)
                ? known.canonical.bytes
                : null;
    }

    /** Keeps what the canonical form of a literal is; the same bytes for one that is canonical. */
    static void keep(byte[] in, int from, int to, byte @Nullable [] canonical) {
        if (to - from <= LONGEST) {
            Bytes literal = new Bytes(Arrays.copyOfRange(in, from, to));
            KNOWN[place(in, from, to)] = new Known(literal, canonical == null ? literal : new Bytes(canonical));
        }
    }

    private static int place(byte[] in, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = (hash ^ in[i]) * SEED;
            hash ^= hash >>> 15;
        }
        return hash & PLACES - 1;
    }
}
