package dev.agenthub.evidence;

import java.util.Random;

/**
 * Tries a property many times with values drawn from a seed, and names the seed that
 * breaks it; a tenth of the times without {@code -Pthorough}.
 */
public final class Trials {
    private Trials() {}

    /** What must hold for whatever is drawn. */
    @FunctionalInterface
    public interface Property {
        void holds(Random random);
    }

    /** Tries the property so many times; a failure names the seed. */
    public static void of(int times, Property property) {
        Random seeds = new Random(Thorough.SEED);
        for (int i = 0; i < Thorough.trials(times); i++) {
            long seed = seeds.nextLong();
            try {
                property.holds(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Fails with new Random(" + seed + "L): " + e.getMessage(), e);
            }
        }
    }
}
