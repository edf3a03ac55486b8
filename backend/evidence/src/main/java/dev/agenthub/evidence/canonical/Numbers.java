package dev.agenthub.evidence.canonical;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;

/** Number literals in the form that ECMAScript's Number::toString gives them (RFC 8785, section 3.2.2.3). */
final class Numbers {

    private static final int SHORT_INTEGER = 15;

    private Numbers() {}

    /** The canonical literal, which denotes the nearest double. */
    static String rounded(String literal, long offset) {
        requireGrammar(literal, offset);
        double value = Double.parseDouble(literal);
        if (Double.isInfinite(value)) {
            throw new EvidenceException(Codes.JSON_NUMBER_OUT_OF_RANGE, "The number is too large for a double.",
                    offset);
        }
        return format(value);
    }

    /** The canonical literal, which denotes exactly the decimal value of the literal read. */
    static String lossless(String literal, long offset) {
        if (isShortInteger(literal)) {
            return literal;
        }
        String canonical = rounded(literal, offset);
        if (!Decimal.of(literal).equals(Decimal.of(canonical))) {
            throw new EvidenceException(Codes.JSON_NUMBER_NOT_EXACT,
                    "The number cannot be written canonically without changing its value.", offset);
        }
        return canonical;
    }

    static boolean isNumberByte(byte b) {
        return (b >= '0' && b <= '9') || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E';
    }

    /** Up to fifteen digits without sign, fraction or exponent are their own canonical form. */
    private static boolean isShortInteger(String literal) {
        int length = literal.length();
        if (length == 0 || length > SHORT_INTEGER || (length > 1 && literal.charAt(0) == '0')) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (!isDigit(literal.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Rejects what is not a number of RFC 8259, at the offset of the first character at fault. */
    private static void requireGrammar(String literal, long offset) {
        int at = literal.startsWith("-") ? 1 : 0;
        int digits = digitsEnd(literal, at, offset);
        if (literal.charAt(at) == '0' && digits > at + 1) {
            throw new EvidenceException(Codes.JSON_LEADING_ZERO, "A number may not begin with a needless zero.",
                    offset + at);
        }
        at = digits;
        if (at < literal.length() && literal.charAt(at) == '.') {
            at = digitsEnd(literal, at + 1, offset);
        }
        if (at < literal.length() && (literal.charAt(at) == 'e' || literal.charAt(at) == 'E')) {
            at++;
            if (at < literal.length() && (literal.charAt(at) == '+' || literal.charAt(at) == '-')) {
                at++;
            }
            at = digitsEnd(literal, at, offset);
        }
        if (at < literal.length()) {
            throw invalid(offset + at);
        }
    }

    private static int digitsEnd(String literal, int from, long offset) {
        int at = from;
        while (at < literal.length() && isDigit(literal.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw invalid(offset + at);
        }
        return at;
    }

    private static EvidenceException invalid(long offset) {
        return new EvidenceException(Codes.JSON_INVALID_NUMBER, "This is not a JSON number.", offset);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static String format(double value) {
        if (value == 0) {
            return "0";
        }
        Decimal shortest = shortest(Math.abs(value));
        String digits = shortest.digits();
        int k = digits.length();
        int n = Math.toIntExact(shortest.exponent()) + k;
        StringBuilder out = new StringBuilder();
        if (value < 0) {
            out.append('-');
        }
        if (k <= n && n <= 21) {
            out.append(digits).repeat('0', n - k);
        } else if (0 < n && n <= 21) {
            out.append(digits, 0, n).append('.').append(digits, n, k);
        } else if (-6 < n && n <= 0) {
            out.append("0.").repeat('0', -n).append(digits);
        } else {
            out.append(digits.charAt(0));
            if (k > 1) {
                out.append('.').append(digits, 1, k);
            }
            out.append('e').append(n > 0 ? '+' : '-').append(Math.abs(n - 1));
        }
        return out.toString();
    }

    /**
     * The shortest decimal that reads back as the value. {@link Double#toString(double)} gives it, but always with two
     * digits' room, so that among the smallest subnormals it prefers 4.9E-324 and 9.9E-324 where one digit would do.
     */
    private static Decimal shortest(double value) {
        Decimal decimal = Decimal.of(Double.toString(value));
        if (decimal.digits().length() == 2 && value < 1e-320) {
            int tens = decimal.digits().charAt(0) - '0';
            int nearest = decimal.digits().charAt(1) >= '5' ? tens + 1 : tens;
            Decimal oneDigit = Decimal.of(nearest + "E" + (decimal.exponent() + 1));
            if (Double.parseDouble(oneDigit.digits() + "E" + oneDigit.exponent()) == value) {
                return oneDigit;
            }
        }
        return decimal;
    }

    /** A decimal value as its significant digits, without zeros at either end, times a power of ten. */
    private record Decimal(boolean negative, String digits, long exponent) {

        static Decimal of(String literal) {
            boolean negative = literal.startsWith("-");
            StringBuilder digits = new StringBuilder();
            long exponent = 0;
            boolean fraction = false;
            for (int i = negative ? 1 : 0; i < literal.length(); i++) {
                char c = literal.charAt(i);
                if (c == '.') {
                    fraction = true;
                } else if (c == 'e' || c == 'E') {
                    exponent += exponentOf(literal.substring(i + 1));
                    break;
                } else {
                    exponent -= fraction ? 1 : 0;
                    digits.append(c);
                }
            }
            int from = 0;
            int to = digits.length();
            while (to > 0 && digits.charAt(to - 1) == '0') {
                to--;
                exponent++;
            }
            while (from < to && digits.charAt(from) == '0') {
                from++;
            }
            return from == to
                    ? new Decimal(false, "", 0)
                    : new Decimal(negative, digits.substring(from, to), exponent);
        }

        /** Exponents beyond any double are all alike, so they are cut off before they overflow. */
        private static long exponentOf(String text) {
            boolean negative = text.startsWith("-");
            long value = 0;
            for (int i = negative || text.startsWith("+") ? 1 : 0; i < text.length(); i++) {
                value = Math.min(value * 10 + (text.charAt(i) - '0'), 1L << 40);
            }
            return negative ? -value : value;
        }
    }
}
