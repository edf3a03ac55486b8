package dev.agenthub.api;

import java.util.Locale;

/** Which alerts to list: those that the caller has not acknowledged yet, those that they have, or all. */
public enum AlertFilter {
    OPEN, ACKNOWLEDGED, ALL;

    /** The value in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
