package dev.agenthub.server;

import java.util.Random;

/**
 * Tests a property many times with values drawn from a seed, and reports the seed that
 * breaks it; runs a tenth of the trials without {@code -Pthorough}.
 */
public final class Trials {
    /** Whether tests try everything, as {@code -Pthorough} asks, or a sample. */
    public static final boolean THOROUGH = Boolean.getBoolean("agenthub.thorough");

    private static final long FIRST_SEED = 20_261_123;

    private Trials() {}

    /** What must hold for every drawn value. */
    @FunctionalInterface
    public interface Property {
        void holds(Random random);
    }

    public static void of(int times, Property property) {
        Random seeds = new Random(FIRST_SEED);
        for (int i = 0; i < (THOROUGH ? times : times / 10); i++) {
            long seed = seeds.nextLong();
            try {
                property.holds(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Fails with new Random(" + seed + "L): " + e.getMessage(), e);
            }
        }
    }
}
