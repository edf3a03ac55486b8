package dev.agenthub.evidence;

import java.util.BitSet;
import java.util.Random;

/**
 * The positions at which a test changes or cuts bytes: all under {@code mvn -Pthorough}, otherwise those that the test names and some
 * drawn at random.
 */
public final class BytePositions {

    private static final int DRAWN = 16;

    private final Random random = new Random(Thorough.SEED);
    private final BitSet chosen = new BitSet();

    private BytePositions() {}

    /** The first and the last of so many places, and some between. */
    public static BytePositions of(int length) {
        BytePositions places = new BytePositions();
        if (Thorough.ON) {
            places.chosen.set(0, length);
        }
        return places.with(0, length);
    }

    /** Also the first and the last of these places, and some between. */
    public BytePositions with(int from, int to) {
        if (from < to) {
            chosen.set(from);
            chosen.set(to - 1);
            for (int i = 0; i < DRAWN; i++) {
                with(from, to, 1);
            }
        }
        return this;
    }

    /** Also so many of these places, drawn. */
    public BytePositions with(int from, int to, int drawn) {
        random.ints(drawn, from, to).forEach(chosen::set);
        return this;
    }

    public int[] toArray() {
        return chosen.stream().toArray();
    }

    /** How a failure names a place, so that it can be tried again. */
    public static String name(int place) {
        return "byte " + place + " (places drawn with seed " + Thorough.SEED + ")";
    }
}
