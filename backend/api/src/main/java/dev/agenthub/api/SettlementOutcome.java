package dev.agenthub.api;

import java.util.Locale;

/** Whether what was reserved was spent. */
public enum SettlementOutcome {
    SPENT, NOT_SPENT;

    /** The value in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
