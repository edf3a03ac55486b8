package dev.agenthub.evidence.policy;

import java.util.Locale;

/** A policy's outcome for an action, from the least to the most demanding. */
public enum Outcome {
    ALLOW, REQUIRE, DENY;

    /** The word in policy documents and in the database. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
