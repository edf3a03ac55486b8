package dev.agenthub.evidence.statement;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.util.Locale;

/** A member's decision about a request. */
public enum Decision {
    APPROVE, DENY, WITHDRAW, OVERRIDE;

    /** The word that stands in a statement. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The decision of this word.
     *
     * @throws EvidenceException STATEMENT_MALFORMED
     */
    public static Decision ofWord(String word) {
        for (Decision decision : values()) {
            if (decision.word().equals(word)) {
                return decision;
            }
        }
        throw new EvidenceException(Codes.STATEMENT_MALFORMED, "The decision is an unknown word.");
    }
}
