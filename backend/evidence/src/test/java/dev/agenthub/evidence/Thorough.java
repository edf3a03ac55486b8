package dev.agenthub.evidence;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Whether everything is tried, as {@code mvn -Pthorough} asks, or a sample that takes seconds. */
public final class Thorough {

    private static final String PROPERTY = "agenthub.thorough";

    /** Whether tests try everything. */
    public static final boolean ON = Boolean.getBoolean(PROPERTY);

    /** The same in every run: a red build means that the code has changed, not the day; {@code -Pthorough} leaves no place to luck. */
    static final long SEED = 20_261_123;

    /** As many of the trials always run, if there are as many. */
    private static final int AT_LEAST = 40;

    /** A test, or a class of tests, that runs with {@code mvn -Pthorough} only. */
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @EnabledIfSystemProperty(named = PROPERTY, matches = "true")
    public @interface Only {}

    private Thorough() {}

    /** How many of so many trials run: each one, or a tenth. */
    static int trials(int all) {
        return ON ? all : Math.max(Math.min(all, AT_LEAST), all / 10);
    }
}
