package dev.agenthub.evidence.statement;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.util.Arrays;

/** The one form of a statement's bytes that counts. */
final class CanonicalStatement {

    private CanonicalStatement() {}

    /**
     * Refuses other bytes of the same statement.
     *
     * @throws EvidenceException STATEMENT_NOT_CANONICAL, with the offset of the first difference
     */
    static void require(byte[] stored, byte[] canonical) {
        int difference = Arrays.mismatch(stored, canonical);
        if (difference >= 0) {
            throw new EvidenceException(Codes.STATEMENT_NOT_CANONICAL, "The statement is not in canonical form.",
                    difference);
        }
    }
}
