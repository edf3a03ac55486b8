package dev.agenthub.api;

import java.util.Locale;

/** How much harm a tool can do, as its definition says. */
public enum Risk {
    LOW, MEDIUM, HIGH;

    /** The value in JSON and in the database. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
