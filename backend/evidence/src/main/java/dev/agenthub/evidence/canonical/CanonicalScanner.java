package dev.agenthub.evidence.canonical;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks in one pass, without allocating values, whether bytes are canonical JSON.
 *
 * <p>Whatever it accepts, {@link JsonParser} accepts too, and {@link CanonicalWriter} writes as the same bytes. Errors and their offsets
 * are reported by the parser only.
 */
public final class CanonicalScanner {

    /** The bytes are not canonical. */
    public static final int NOT_PROVEN = -1;

    private static final VarHandle EIGHT_BYTES = MethodHandles.byteArrayViewVarHandle(long[].class,
            ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long SPACES = ' ' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    /** As many digits are exact in a double, so an integer of no more is written as it is read (RFC 8785, section 3.2.2.3). */
    private static final int EXACT_DIGITS = 15;

    private CanonicalScanner() {}

    /**
     * Scans one value that stands inside {@code depth} others, between {@code at} and {@code end} at the most.
     *
     * @return where the value ends, or {@link #NOT_PROVEN}
     */
    public static int value(byte[] in, int at, int end, int depth) {
        if (at >= end) {
            return NOT_PROVEN;
        }
        return switch (in[at]) {
            case '"' -> string(in, at, end);
            case '{' -> object(in, at, end, depth);
            case '[' -> array(in, at, end, depth);
            case 't' -> word(in, at, end, "true");
            case 'f' -> word(in, at, end, "false");
            case 'n' -> word(in, at, end, "null");
            default -> number(in, at, end);
        };
    }

    /** Scans one object as {@link #value} does. */
    public static int object(byte[] in, int at, int end, int depth) {
        if (depth >= CanonicalJson.MAX_DEPTH || !isAt(in, at, end, '{')) {
            return NOT_PROVEN;
        }
        if (isAt(in, at + 1, end, '}')) {
            return at + 2;
        }
        int previous = at;
        int previousEnd = at;
        int name = at + 1;
        while (true) {
            int nameEnd = string(in, name, end);
            boolean inOrder = nameEnd >= 0
                    && (previousEnd == at || compare(in, previous, previousEnd, name, nameEnd) < 0);
            if (!inOrder || !isAt(in, nameEnd, end, ':')) {
                return NOT_PROVEN;
            }
            int after = value(in, nameEnd + 1, end, depth + 1);
            if (after < 0 || isAt(in, after, end, '}')) {
                return after < 0 ? NOT_PROVEN : after + 1;
            }
            if (!isAt(in, after, end, ',')) {
                return NOT_PROVEN;
            }
            previous = name;
            previousEnd = nameEnd;
            name = after + 1;
        }
    }

    private static int array(byte[] in, int at, int end, int depth) {
        if (depth >= CanonicalJson.MAX_DEPTH) {
            return NOT_PROVEN;
        }
        if (isAt(in, at + 1, end, ']')) {
            return at + 2;
        }
        int item = at + 1;
        while (true) {
            int after = value(in, item, end, depth + 1);
            if (after < 0 || isAt(in, after, end, ']')) {
                return after < 0 ? NOT_PROVEN : after + 1;
            }
            if (!isAt(in, after, end, ',')) {
                return NOT_PROVEN;
            }
            item = after + 1;
        }
    }

    /** Scans one string from its opening quote as {@link #value} does. */
    public static int string(byte[] in, int at, int end) {
        if (!isAt(in, at, end, '"')) {
            return NOT_PROVEN;
        }
        int next = at + 1;
        while (true) {
            next = afterPlain(in, next, end);
            if (next >= end) {
                return NOT_PROVEN;
            }
            byte c = in[next];
            if (c == '"') {
                return next + 1;
            }
            int length = c == '\\' ? escapeLength(in, next, end) : c < 0 ? Utf8.wellFormedLength(in, next, end) : 0;
            if (length == 0) {
                return NOT_PROVEN;
            }
            next += length;
        }
    }

    /** Goes past the bytes that stand for themselves, eight at a time; only the first of them that does not is sure to be told. */
    static int afterPlain(byte[] in, int at, int end) {
        int next = at;
        while (next <= end - Long.BYTES) {
            long bytes = (long) EIGHT_BYTES.get(in, next);
            long quote = bytes ^ QUOTES;
            long backslash = bytes ^ BACKSLASHES;
            long special = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | (bytes - SPACES) | bytes)
                    & HIGH_BITS;
            if (special != 0) {
                return next + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            next += Long.BYTES;
        }
        while (next < end && in[next] >= ' ' && in[next] != '"' && in[next] != '\\') {
            next++;
        }
        return next;
    }

    /** Goes past the bytes of a string that was proven right, eight at a time, to its next quote or backslash; there must be one. */
    static int afterText(byte[] in, int at, int end) {
        int next = at;
        while (next <= end - Long.BYTES) {
            long bytes = (long) EIGHT_BYTES.get(in, next);
            long quote = bytes ^ QUOTES;
            long backslash = bytes ^ BACKSLASHES;
            long special = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGH_BITS;
            if (special != 0) {
                return next + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            next += Long.BYTES;
        }
        while (in[next] != '"' && in[next] != '\\') {
            next++;
        }
        return next;
    }

    /** The length of an escape that the canonical form has: the short one, or four digits where there is no short one. */
    private static int escapeLength(byte[] in, int at, int end) {
        if (at + 1 >= end) {
            return 0;
        }
        return switch (in[at + 1]) {
            case '"', '\\', 'b', 'f', 'n', 'r', 't' -> 2;
            case 'u' -> {
                boolean control = at + 6 <= end && in[at + 2] == '0' && in[at + 3] == '0'
                        && (in[at + 4] == '1' || (in[at + 4] == '0' && "89acd".indexOf(in[at + 5]) < 0));
                yield control && "0123456789abcdef".indexOf(in[at + 5]) >= 0 ? 6 : 0;
            }
            default -> 0;
        };
    }

    /** Scans one number as {@link #value} does. */
    static int number(byte[] in, int at, int end) {
        int first = in[at] == '-' ? at + 1 : at;
        int next = first;
        while (next < end && in[next] >= '0' && in[next] <= '9') {
            next++;
        }
        boolean zero = isAt(in, first, end, '0');
        boolean shortInteger = next > first && next - first <= EXACT_DIGITS && (!zero || next == at + 1);
        boolean goesOn = next < end && (in[next] == '.' || in[next] == 'e' || in[next] == 'E');
        return shortInteger && !goesOn ? next : rareNumber(in, at, end);
    }

    private static int rareNumber(byte[] in, int at, int end) {
        int next = at;
        while (next < end && Numbers.isNumberByte(in[next])) {
            next++;
        }
        return NumberLiteral.isCanonical(in, at, next) ? next : NOT_PROVEN;
    }

    private static int word(byte[] in, int at, int end, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (!isAt(in, at + i, end, word.charAt(i))) {
                return NOT_PROVEN;
            }
        }
        return at + word.length();
    }

    private static boolean isAt(byte[] in, int at, int end, char c) {
        return at < end && in[at] == c;
    }

    /** Compares two names, with their quotes, as their UTF-16 code units would be. */
    static int compare(byte[] in, int left, int leftEnd, int right, int rightEnd) {
        int l = left + 1;
        int r = right + 1;
        while (l < leftEnd - 1 && r < rightEnd - 1) {
            int difference = rank(in, l) - rank(in, r);
            if (difference != 0) {
                return difference;
            }
            l += length(in, l);
            r += length(in, r);
        }
        return (leftEnd - l) - (rightEnd - r);
    }

    /** How many bytes of a string stand for one byte of its text. */
    private static int length(byte[] in, int at) {
        return in[at] == '\\' ? in[at + 1] == 'u' ? 6 : 2 : 1;
    }

    /** Where the byte sorts for which the bytes here stand; every canonical escape is one of ASCII. */
    private static int rank(byte[] in, int at) {
        return in[at] != '\\' ? rank(in[at]) : switch (in[at + 1]) {
            case 'b' -> '\b';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'f' -> '\f';
            case 'r' -> '\r';
            case 'u' -> Character.digit(in[at + 4], 16) << 4 | Character.digit(in[at + 5], 16);
            default -> in[at + 1];
        };
    }

    /**
     * UTF-8 sorts as code points do, and UTF-16 almost: only U+E000 to U+FFFF, which begin with 0xEE and 0xEF, come after all that need a
     * surrogate pair, which begin with 0xF0 to 0xF4. Where two characters first differ in a later byte, their first ones are alike.
     */
    private static int rank(byte b) {
        int unsigned = b & 0xFF;
        return unsigned == 0xEE || unsigned == 0xEF ? unsigned + 0x10 : unsigned;
    }
}
