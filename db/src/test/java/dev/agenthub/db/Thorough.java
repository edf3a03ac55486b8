package dev.agenthub.db;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Whether everything is tried, as {@code mvn -Pthorough} asks, or a sample that takes seconds. For the tests of {@code db} and of
 * {@code app}; those of the evidence library, which knows no other module, have a class of their own.
 */
public final class Thorough {
    private static final String PROPERTY = "agenthub.thorough";

    /** Whether tests try everything. */
    public static final boolean ON = Boolean.getBoolean(PROPERTY);

    /** A test, or a class of tests, that runs with {@code mvn -Pthorough} only. */
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @EnabledIfSystemProperty(named = PROPERTY, matches = "true")
    public @interface Only {}

    private Thorough() {}
}
