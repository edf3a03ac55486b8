package dev.agenthub.evidence;

/** Whether everything is tried, as {@code mvn -Pthorough} asks, or a sample that takes seconds. */
public final class Thorough {

    public static final boolean ON = Boolean.getBoolean("agenthub.thorough");

    /** The same in every run: a red build means that the code has changed, not the day; {@code -Pthorough} leaves no place to luck. */
    static final long SEED = 20_261_123;

    /** As many of the trials always run, if there are as many. */
    private static final int AT_LEAST = 40;

    private Thorough() {}

    /** How many of so many trials run: each one, or a tenth. */
    static int trials(int all) {
        return ON ? all : Math.max(Math.min(all, AT_LEAST), all / 10);
    }
}
