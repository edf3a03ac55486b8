package dev.agenthub.app.ui.approvals.request;

/** Draws votes as dots: {@code ●●○} for two of three. */
public final class Dots {
    private static final int MOST = 6;

    private Dots() {}

    public static String of(int have, int needed) {
        if (needed > MOST) {
            return have + "/" + needed;
        }
        int filled = Math.clamp(have, 0, Math.max(needed, 0));
        return "●".repeat(filled) + "○".repeat(Math.max(0, needed - filled));
    }
}
