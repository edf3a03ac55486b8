package dev.agenthub.evidence.statement;

import java.util.Locale;

/** What a member says to a request. */
public enum Decision {
    APPROVE, DENY, WITHDRAW, OVERRIDE;

    /** The word that stands in a statement. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
