package dev.agenthub.api;

import java.util.Locale;

/** Whether what was reserved was spent. */
public enum SettlementOutcome {
    SPENT, NOT_SPENT;

    /** The word on the wire. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
