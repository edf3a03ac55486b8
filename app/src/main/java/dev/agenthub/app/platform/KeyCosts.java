package dev.agenthub.app.platform;

import dev.agenthub.evidence.canonical.JsonObject;

/**
 * Parameters of scrypt (RFC 7914), which determine the cost of each guess at a passphrase.
 *
 * @param cost N, a power of two
 * @param blockSize r
 * @param parallel p, the number of passes
 */
record KeyCosts(long cost, long blockSize, long parallel) {
    /** 128 MiB and about half a second for each guess. */
    static final KeyCosts STRONG = new KeyCosts(1 << 17, 8, 1);

    private static final int BYTES_A_BLOCK = 128;

    static KeyCosts of(JsonObject kdf) {
        return new KeyCosts(kdf.integer("cost"), kdf.integer("blockSize"), kdf.integer("parallel"));
    }

    JsonObject.Builder into(JsonObject.Builder kdf) {
        return kdf.put("cost", cost).put("blockSize", blockSize).put("parallel", parallel);
    }

    /** Whether these are at least {@code lowest}, and at most twice its memory and twice its passes. */
    boolean isWithin(KeyCosts lowest) {
        return Long.bitCount(cost) == 1 && cost >= lowest.cost && cost <= 2 * lowest.cost
                && blockSize == lowest.blockSize && parallel >= lowest.parallel && parallel <= 2 * lowest.parallel;
    }

    /** The memory needed, in MiB. */
    long mebibytes() {
        return (BYTES_A_BLOCK * cost * blockSize) >> 20;
    }
}
