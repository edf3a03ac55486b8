package dev.agenthub.app.text;

import java.util.Locale;

/** Formats counts and positions. */
public final class Counts {
    private Counts() {}

    /** In groups of three digits, such as “1,000,000”. */
    public static String grouped(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}
