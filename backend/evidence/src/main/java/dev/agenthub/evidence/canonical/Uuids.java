package dev.agenthub.evidence.canonical;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.util.UUID;

/** The one spelling of a UUID in evidence: lower case, with hyphens, 36 characters. */
public final class Uuids {

    public static final int LENGTH = 36;

    private Uuids() {}

    public static UUID parse(String text) {
        boolean right = text.length() == LENGTH;
        for (int i = 0; right && i < LENGTH; i++) {
            right = isRight(i, text.charAt(i));
        }
        if (!right) {
            throw malformed();
        }
        return UUID.fromString(text);
    }

    /** Whether the text that {@link #parse} accepts stands here, in ASCII. */
    public static boolean isAt(byte[] in, int at, int end) {
        if (at + LENGTH > end) {
            return false;
        }
        boolean right = true;
        for (int i = 0; i < LENGTH; i++) {
            right &= isRight(i, in[at + i]);
        }
        return right;
    }

    /** Whether the UUID that stands here is of version 7 (RFC 9562). */
    public static boolean isVersion7(byte[] in, int at) {
        byte variant = in[at + 19];
        return in[at + 14] == '7' && (variant == '8' || variant == '9' || variant == 'a' || variant == 'b');
    }

    private static boolean isRight(int place, int c) {
        boolean hyphen = place == 8 || place == 13 || place == 18 || place == 23;
        return hyphen ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    private static EvidenceException malformed() {
        return new EvidenceException(Codes.MEMBER_MISSING, "A UUID has 36 lower-case characters with hyphens.");
    }
}
