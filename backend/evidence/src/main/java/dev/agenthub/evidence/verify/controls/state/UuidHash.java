package dev.agenthub.evidence.verify.controls.state;

import java.util.concurrent.ThreadLocalRandom;

/** Spreads UUIDs over the places of a table, by a secret, so that nobody can choose ids that take each other's places. */
final class UuidHash {

    private final long seed = ThreadLocalRandom.current().nextLong() | 1;

    /** Any number; its lowest bits are as good as the others. */
    int of(long high, long low) {
        long mixed = ((high * seed) ^ Long.rotateLeft(low, 32)) * 0x9E3779B97F4A7C15L;
        return (int) (((mixed ^ (mixed >>> 32)) * seed) >>> 32);
    }
}
