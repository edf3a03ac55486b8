package dev.agenthub.api;

/** Regular expressions for texts of the API. Each matches a whole text and means the same in Java and in JSON Schema. */
public final class Shapes {

    /**
     * A character that is no white space ({@link Character#isWhitespace}), anywhere in a text: regular expressions disagree on what \\S is.
     */
    public static final String NOT_BLANK = "[^\\u0009-\\u000d\\u001c-\\u0020\\u1680\\u2000-\\u2006\\u2008-\\u200a\\u2028\\u2029\\u205f\\u3000]";

    public static final String HASH = "[0-9a-f]{64}";

    public static final String KEY_ID = "[0-9a-f]{16}";

    public static final String GROUP = "[a-z][a-z0-9-]{0,62}";

    /** One line of printable ASCII without spaces around it, as a header of HTTP can carry it. */
    public static final String HEADER_TEXT = "[!-~]([ -~]*[!-~])?";

    public static final String PRINTABLE = "[ -~]*";

    public static final String HEADER_NAME = "[A-Za-z0-9-]+";

    /** The last group of base64 (RFC 4648) that holds one byte. */
    private static final String ONE_BYTE = "[A-Za-z0-9+/][AQgw]==";

    /** The last group of base64 that holds two bytes. */
    private static final String TWO_BYTES = "[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=";

    /** RFC 4648 with its padding and without loose bits, so that the same bytes have one spelling. */
    public static final String BASE64 = "([A-Za-z0-9+/]{4})*(" + ONE_BYTE + "|" + TWO_BYTES + ")?";

    /** A file name without a folder. */
    public static final String FILE_NAME = "(?!\\.{1,2}$)(?=.*" + NOT_BLANK
            + ")[^/\\\\\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]+";

    /** RFC 6838, and parameters whose values are tokens. */
    public static final String MEDIA_TYPE = "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]*(; ?[A-Za-z0-9-]+=[A-Za-z0-9!#$%&'*+.^_`|~-]+)*";

    /** The type of an event of the audit log, or with a dot at its end the beginning of some. */
    public static final String EVENT_TYPE = "[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*\\.?";

    /** A decimal amount of money as it is kept: at most 16 digits before the point and 4 after it. */
    public static final String AMOUNT = "(0|[1-9][0-9]{0,15})(\\.[0-9]{1,4})?";

    /** ISO 4217. */
    public static final String CURRENCY = "[A-Z]{3}";

    private Shapes() {}

    /** The same, of so many bytes. */
    public static String base64(long bytes) {
        return "[A-Za-z0-9+/]{" + bytes / 3 * 4 + "}" + switch ((int) (bytes % 3)) {
            case 0 -> "";
            case 1 -> ONE_BYTE;
            default -> TWO_BYTES;
        };
    }
}
