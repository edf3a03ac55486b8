package dev.agenthub.evidence.canonical;

import java.util.Arrays;

/**
 * Turns JSON bytes into their canonical form (RFC 8785), strictly: what two readers could understand differently is rejected.
 *
 * <p>
 * Both forms reject, each with its own code of {@link dev.agenthub.evidence.Codes} and the byte offset, whatever RFC 8259 forbids, duplicate names, lone
 * surrogates, invalid UTF-8, a byte-order mark, trailing bytes, more than {@link #MAX_DEPTH} nested arrays and objects, and input over the limit.
 */
public final class CanonicalJson {

    public static final int MAX_DEPTH = 128;
    public static final int DEFAULT_LIMIT = 16 << 20;

    private CanonicalJson() {}

    /** The canonical form that denotes exactly the same decimal values; the only form that is ever hashed or signed. */
    public static byte[] lossless(byte[] utf8) {
        return lossless(utf8, DEFAULT_LIMIT);
    }

    public static byte[] lossless(byte[] utf8, int maxBytes) {
        return JsonParser.lossless(utf8, maxBytes).canonicalBytes();
    }

    /**
     * Whether the bytes are the canonical form of what they say. Nothing is written to compare them with where one pass over them proves it.
     *
     * @throws dev.agenthub.evidence.EvidenceException as {@link #lossless(byte[])} does
     */
    public static boolean isCanonical(byte[] utf8) {
        return (utf8.length <= DEFAULT_LIMIT && CanonicalScanner.value(utf8, 0, utf8.length, 0) == utf8.length)
                || Arrays.equals(lossless(utf8), utf8);
    }

    /** The canonical form of RFC 8785, in which numbers round to IEEE 754 doubles. */
    public static byte[] rfc8785(byte[] utf8) {
        return rfc8785(utf8, DEFAULT_LIMIT);
    }

    public static byte[] rfc8785(byte[] utf8, int maxBytes) {
        return JsonParser.rounding(utf8, maxBytes).canonicalBytes();
    }
}
