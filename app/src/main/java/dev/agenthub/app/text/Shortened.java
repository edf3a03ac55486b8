package dev.agenthub.app.text;

/** Shortens untrusted texts and marks the cut with an ellipsis. Lengths are in Unicode code points. */
public final class Shortened {
    private static final String DOTS = "…";

    private Shortened() {}

    /** {@code text}, cut at its end where it is longer than {@code longest}. */
    public static String to(int longest, String text) {
        return isWithin(longest, text) ? text : text.substring(0, text.offsetByCodePoints(0, longest)) + DOTS;
    }

    /** {@code text}, cut in its middle where it is longer than {@code longest}. */
    public static String inTheMiddle(int longest, String text) {
        return isWithin(longest, text)
                ? text
                : text.substring(0, text.offsetByCodePoints(0, longest / 2)) + DOTS
                        + text.substring(text.offsetByCodePoints(text.length(), -longest / 2));
    }

    private static boolean isWithin(int longest, String text) {
        return text.codePointCount(0, text.length()) <= longest;
    }
}
