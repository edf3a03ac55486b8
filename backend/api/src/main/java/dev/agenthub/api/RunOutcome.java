package dev.agenthub.api;

import java.util.Locale;

/** The outcome of a run. An unknown one may have had its effect, and is never repeated automatically. */
public enum RunOutcome {
    EXECUTED, FAILED, UNKNOWN;

    /** The value in JSON and in the database. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
