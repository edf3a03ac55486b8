package dev.agenthub.evidence.canonical;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.util.UUID;

/** The one spelling of a UUID in evidence: lower case, with hyphens, 36 characters. */
public final class Uuids {

    private Uuids() {}

    public static UUID parse(String text) {
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equals(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
        throw malformed();
    }

    private static EvidenceException malformed() {
        return new EvidenceException(Codes.MEMBER_MISSING, "A UUID has 36 lower-case characters with hyphens.");
    }
}
