package dev.agenthub.evidence.canonical;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Converts JSON bytes into their canonical form (RFC 8785). Rejects input that two parsers could read differently.
 *
 * <p>Both forms reject, each with its own code of {@link dev.agenthub.evidence.Codes} and the byte offset, whatever RFC 8259 forbids,
 * duplicate names, lone surrogates, invalid UTF-8, a byte-order mark, trailing bytes, more than {@link #MAX_DEPTH} nested arrays and
 * objects, and input over the limit.
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
        return JsonParser.canonical(utf8, maxBytes, true, Integer.MAX_VALUE);
    }

    /**
     * Whether the bytes are the canonical form of what they say.
     *
     * @throws dev.agenthub.evidence.EvidenceException as {@link #lossless(byte[])} does
     */
    public static boolean isCanonical(byte[] utf8) {
        return isProven(utf8) || Arrays.equals(lossless(utf8), utf8);
    }

    /**
     * The value that these bytes are the canonical form of, at most {@link #DEFAULT_LIMIT} of them. Millions of values take no more memory
     * than the bytes do: each is read when it is asked for. So nobody may change the bytes any more.
     *
     * @return null where they are no canonical form
     */
    public static @Nullable JsonValue value(byte[] utf8) {
        return isProven(utf8) ? new CanonicalBytes(utf8, 0, utf8.length).value() : null;
    }

    /**
     * The value that these bytes say in whatever form, at most {@link #DEFAULT_LIMIT} of them and as many in canonical form. It takes no
     * more memory than one of {@link #value}, and nobody may change the bytes either.
     *
     * @throws dev.agenthub.evidence.EvidenceException as {@link #lossless(byte[])} does, and JSON_TOO_LARGE
     */
    public static JsonValue valueInAnyForm(byte[] utf8) {
        JsonValue proven = value(utf8);
        if (proven != null) {
            return proven;
        }
        byte[] canonical = JsonParser.canonical(utf8, DEFAULT_LIMIT, true, DEFAULT_LIMIT);
        return new CanonicalBytes(canonical, 0, canonical.length).value();
    }

    private static boolean isProven(byte[] utf8) {
        return utf8.length <= DEFAULT_LIMIT && CanonicalScanner.value(utf8, 0, utf8.length, 0) == utf8.length;
    }

    /** The canonical form of RFC 8785, in which numbers round to IEEE 754 doubles. */
    public static byte[] rfc8785(byte[] utf8) {
        return rfc8785(utf8, DEFAULT_LIMIT);
    }

    public static byte[] rfc8785(byte[] utf8, int maxBytes) {
        return JsonParser.canonical(utf8, maxBytes, false, Integer.MAX_VALUE);
    }
}
