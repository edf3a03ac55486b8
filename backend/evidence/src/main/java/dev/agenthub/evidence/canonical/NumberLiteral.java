package dev.agenthub.evidence.canonical;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Judges whether the literal of a number is canonical (RFC 8785, section 3.2.2.3) in as little time as may be: a payload may hold millions.
 *
 * <p>A literal has a spelling and digits. Decimals of no more than fifteen digits lie further apart than doubles do, so that they are the
 * shortest that read back as their double; of others the double is computed, and its digits compared.
 */
final class NumberLiteral {

    /** So many digits are enough to tell a double from all others. */
    private static final int MOST_DIGITS = 17;
    private static final int FEW_DIGITS = 15;
    /** Up to here all decimals of so many digits have a double. */
    private static final int LARGEST_EXPONENT = 307;
    /** Doubles of smaller exponents have fewer bits. */
    private static final int SMALLEST_NORMAL = -307;
    /** The smallest doubles lie 4.94e-324 from each other, so that this is the last place in which decimals lie further apart. */
    private static final int LAST_PLACE = -323;
    /** Larger numbers are written with an exponent. */
    private static final int MOST_INTEGER_DIGITS = 21;
    /** As are those with more zeros after the point. */
    private static final int MOST_LEADING_ZEROS = 5;
    /** Below it {@link Double#toString(double)} is not always the shortest. */
    private static final double TINY = 1e-320;

    /** The literals of all doubles below {@link #TINY}, which are multiples of the smallest. */
    private static final class Tiny {

        private static final List<String> LITERALS = IntStream.range(0, (int) Double.doubleToRawLongBits(TINY))
                .mapToObj(multiple -> Numbers.format(multiple * Double.MIN_VALUE)).toList();
    }

    private final byte[] in;
    private final int from;
    private final int to;
    private int integerEnd;
    private int fractionEnd;
    private int exponent;

    private NumberLiteral(byte[] in, int from, int to) {
        this.in = in;
        this.from = from < to && in[from] == '-' ? from + 1 : from;
        this.to = to;
    }

    static boolean isCanonical(byte[] in, int from, int to) {
        NumberLiteral literal = new NumberLiteral(in, from, to);
        if (!literal.isSpelledRight()) {
            return false;
        }
        byte[] digits = digits(in, literal.from, literal.fractionEnd);
        return digits.length <= MOST_DIGITS && (literal.isShort(digits) || literal.isKnownOrShortest(digits));
    }

    private boolean isSpelledRight() {
        integerEnd = digitsEnd(from);
        boolean zero = from < to && in[from] == '0';
        if (integerEnd == from || (zero && (integerEnd > from + 1 || integerEnd == to))) {
            return false;
        }
        fractionEnd = integerEnd;
        if (integerEnd < to && in[integerEnd] == '.') {
            fractionEnd = digitsEnd(integerEnd + 1);
            if (fractionEnd == integerEnd + 1 || in[fractionEnd - 1] == '0') {
                return false;
            }
        }
        if (fractionEnd < to) {
            return !zero && integerEnd == from + 1 && isExponent();
        }
        return zero
                ? zerosEnd(integerEnd + 1) - integerEnd - 1 <= MOST_LEADING_ZEROS
                : integerEnd - from <= MOST_INTEGER_DIGITS;
    }

    private int zerosEnd(int first) {
        int at = first;
        while (in[at] == '0') {
            at++;
        }
        return at;
    }

    private int digitsEnd(int first) {
        int at = first;
        while (at < to && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        return at;
    }

    /** An {@code e}, a sign, and an exponent that a number without one could not say. */
    private boolean isExponent() {
        int digits = fractionEnd + 2;
        if (in[fractionEnd] != 'e' || digits >= to || to - digits > 3 || in[digits] == '0' || digitsEnd(digits) != to) {
            return false;
        }
        for (int i = digits; i < to; i++) {
            exponent = exponent * 10 + in[i] - '0';
        }
        if (in[fractionEnd + 1] == '+') {
            return exponent >= MOST_INTEGER_DIGITS;
        }
        boolean small = in[fractionEnd + 1] == '-' && exponent > MOST_LEADING_ZEROS + 1;
        exponent = -exponent;
        return small;
    }

    private boolean isShort(byte[] digits) {
        int decimals = Math.max(0, fractionEnd - integerEnd - 1);
        return digits.length <= FEW_DIGITS && exponent <= LARGEST_EXPONENT && exponent - decimals >= LAST_PLACE;
    }

    private boolean isKnownOrShortest(byte[] digits) {
        byte[] known = KnownNumbers.canonical(in, from, to);
        if (known != null) {
            return Arrays.equals(known, 0, known.length, in, from, to);
        }
        boolean shortest = isShortest(digits);
        if (shortest) {
            KnownNumbers.keep(in, from, to, null);
        }
        return shortest;
    }

    /** Whether no other decimal that reads back as the same double is shorter, or as short and nearer to it. */
    private boolean isShortest(byte[] digits) {
        String literal = new String(in, from, to - from, StandardCharsets.US_ASCII);
        // Each is several times as fast as the other where it is used.
        double value = exponent < SMALLEST_NORMAL
                ? Double.parseDouble(literal)
                : new BigDecimal(literal).doubleValue();
        if (value < TINY) {
            return literal.equals(Tiny.LITERALS.get((int) Double.doubleToRawLongBits(value)));
        }
        byte[] shortest = Double.toString(value).getBytes(StandardCharsets.US_ASCII);
        // Both read back as the same double, so that the same digits have the same exponent.
        return !Double.isInfinite(value) && Arrays.equals(digits, digits(shortest, 0, shortest.length));
    }

    /** The significant digits of a number, up to its exponent. */
    private static byte[] digits(byte[] number, int first, int end) {
        byte[] digits = new byte[Math.min(end - first, MOST_DIGITS + 1)];
        int count = 0;
        int zeros = 0;
        for (int i = first; i < end && number[i] != 'E' && count < digits.length; i++) {
            if (number[i] == '0') {
                zeros += count > 0 ? 1 : 0;
            } else if (number[i] != '.') {
                for (; zeros > 0 && count < digits.length; zeros--) {
                    digits[count++] = '0';
                }
                if (count < digits.length) {
                    digits[count++] = number[i];
                }
            }
        }
        return Arrays.copyOf(digits, count);
    }
}
