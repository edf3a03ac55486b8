package dev.agenthub.api;

import java.time.Duration;
import java.util.Locale;

/** The time in which a rate allows its calls. */
public enum RatePeriod {
    SECOND, MINUTE, HOUR, DAY;

    /** How long it is. */
    public Duration length() {
        return switch (this) {
            case SECOND -> Duration.ofSeconds(1);
            case MINUTE -> Duration.ofMinutes(1);
            case HOUR -> Duration.ofHours(1);
            case DAY -> Duration.ofDays(1);
        };
    }

    /** The value in JSON and in the database. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
