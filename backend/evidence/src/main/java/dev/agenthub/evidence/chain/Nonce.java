package dev.agenthub.evidence.chain;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import java.util.Base64;

/**
 * Sixteen random bytes, so that an event's hash cannot be confirmed by guessing its content.
 *
 * @param text base64url without padding, 22 characters
 */
public record Nonce(String text) {

    public static final int LENGTH = 16;
    static final int TEXT_LENGTH = 22;

    public Nonce {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(text);
            if (bytes.length != LENGTH || !encode(bytes).equals(text)) {
                throw malformed();
            }
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    /** A nonce of sixteen bytes, which the caller draws at random. */
    public static Nonce of(byte[] bytes) {
        return new Nonce(encode(bytes));
    }

    public static Nonce parse(String text) {
        return new Nonce(text);
    }

    /** Whether the text of a nonce stands here, in ASCII: its last character holds two bits, and four that must be zero. */
    static boolean isAt(byte[] in, int at, int end) {
        if (at + TEXT_LENGTH > end) {
            return false;
        }
        for (int i = at; i < at + TEXT_LENGTH; i++) {
            byte c = in[i];
            boolean right = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
                    || c == '_';
            if (!right) {
                return false;
            }
        }
        byte last = in[at + TEXT_LENGTH - 1];
        return last == 'A' || last == 'Q' || last == 'g' || last == 'w';
    }

    public byte[] bytes() {
        return Base64.getUrlDecoder().decode(text);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static EvidenceException malformed() {
        return new EvidenceException(Codes.MEMBER_MISSING, "A nonce is 16 bytes in base64url.");
    }
}
