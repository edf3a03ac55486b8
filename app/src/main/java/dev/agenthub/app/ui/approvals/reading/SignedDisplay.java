package dev.agenthub.app.ui.approvals.reading;

import dev.agenthub.evidence.statement.Display;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a decision's statement says, as its {@code display}, of how much of the exact text was on screen when its member decided. Which
 * characters were is for {@link SeenCharacters} to say. Safe for many threads.
 */
public final class SignedDisplay {
    /** The client has no screen, such as the command line. */
    public static final SignedDisplay WITHOUT_SCREEN = new SignedDisplay(false, null);

    /** The text was shown whole. */
    public static final SignedDisplay WHOLE = new SignedDisplay(true, null);

    private final boolean screen;
    private final @Nullable BitSet characters;

    private SignedDisplay(boolean screen, @Nullable BitSet characters) {
        this.screen = screen;
        this.characters = characters;
    }

    /**
     * A part of it.
     *
     * @param characters the characters that were on screen, by their index in the text; nobody changes them any more
     */
    public static SignedDisplay part(BitSet characters) {
        return new SignedDisplay(true, characters);
    }

    /**
     * Returns what the signed statement says about a request with this exact text; null without a screen. Independent of
     * the width of the window.
     */
    @Nullable
    public Display of(String text) {
        if (!screen) {
            return null;
        }
        ExactText exact = new ExactText(text, Integer.MAX_VALUE);
        String drawn = exact.drawn(0, text.length());
        return Display.ofExactView(drawn, characters == null ? characters(drawn) : seen(exact, characters));
    }

    private static long seen(ExactText exact, BitSet characters) {
        long seen = 0;
        for (int from = characters.nextSetBit(0); from >= 0;) {
            int to = characters.nextClearBit(from);
            seen += characters(exact.drawn(from, to));
            from = characters.nextSetBit(to);
        }
        return seen;
    }

    private static long characters(String text) {
        return text.codePointCount(0, text.length());
    }
}
