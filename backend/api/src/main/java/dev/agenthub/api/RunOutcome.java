package dev.agenthub.api;

import java.util.Locale;

/** What came of a run; of one that is unknown nobody can say whether it had its effect, and it is never repeated by itself. */
public enum RunOutcome {
    EXECUTED, FAILED, UNKNOWN;

    /** The word on the wire and in the database. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
