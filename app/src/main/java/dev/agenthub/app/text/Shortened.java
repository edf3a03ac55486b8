package dev.agenthub.app.text;

/** Cuts texts of others to what anybody reads, and says with dots that there is more. Lengths are in characters of Unicode. */
public final class Shortened {
    private static final String DOTS = "…";

    private Shortened() {}

    /** The beginning of {@code text}, where it is longer than that. */
    public static String to(int longest, String text) {
        return isWithin(longest, text) ? text : text.substring(0, text.offsetByCodePoints(0, longest)) + DOTS;
    }

    /** The beginning and the end of {@code text}, where it is longer than that. */
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
