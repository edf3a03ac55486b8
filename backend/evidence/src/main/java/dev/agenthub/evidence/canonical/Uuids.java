package dev.agenthub.evidence.canonical;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.util.UUID;

/** The one spelling of a UUID in evidence: lower case, with hyphens, 36 characters. */
public final class Uuids {

    public static final int LENGTH = 36;

    private Uuids() {}

    /** Whether the text that {@link #parse} accepts stands here, in ASCII. */
    public static boolean isAt(byte[] in, int at, int end) {
        if (at + LENGTH > end) {
            return false;
        }
        boolean right = true;
        for (int i = 0; i < LENGTH; i++) {
            byte c = in[at + i];
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            right &= hyphen ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        }
        return right;
    }

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
