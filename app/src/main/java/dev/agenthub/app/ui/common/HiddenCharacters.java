package dev.agenthub.app.ui.common;

import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Tells which characters a reader would not see, or would see as something else, and draws them as {@code ‹U+202E›}.
 *
 * <p>The category "format" alone misses several: fillers, variation selectors, the blank Braille pattern and invisible vowels are
 * letters, marks or symbols to Unicode.
 */
public final class HiddenCharacters {
    private static final int FEWEST_DIGITS = 4;
    private static volatile IntPredicate others = _ -> false;

    private HiddenCharacters() {}

    /** Marks these characters too from now on, which nothing on this screen draws. */
    static void markAlso(IntPredicate undrawn) {
        others = undrawn;
    }

    /** Whether {@code codePoint} draws nothing of its own, or nothing that could be told from a space. */
    public static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
                true;
            case Character.SPACE_SEPARATOR -> codePoint != ' ';
            default -> isBlankLetterOrMark(codePoint);
        };
    }

    private static boolean isBlankLetterOrMark(int codePoint) {
        return switch (codePoint) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2800, 0x3164, 0xFFA0,
                    0xFFFC ->
                true;
            default -> (codePoint >= 0xFE00 && codePoint <= 0xFE0F) || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
        };
    }

    /** {@code ‹U+202E›}. */
    public static String mark(int codePoint) {
        String digits = Integer.toHexString(codePoint).toUpperCase(Locale.ROOT);
        return "‹U+" + "0".repeat(Math.max(0, FEWEST_DIGITS - digits.length())) + digits + "›";
    }

    /** {@code text} with every character drawn as its mark that is hidden or that this screen has no font for; line feeds too, for text that stands in one line. */
    public static String marked(String text) {
        return marked(text, false);
    }

    /** As {@link #marked(String)}, but line feeds stay. */
    public static String markedLines(String text) {
        return marked(text, true);
    }

    private static String marked(String text, boolean linesStay) {
        StringBuilder marked = new StringBuilder(text.length());
        for (int codePoint : text.codePoints().toArray()) {
            boolean stays = codePoint == '\n'
                    ? linesStay
                    : !isHidden(codePoint) && !others.test(codePoint);
            if (stays) {
                marked.appendCodePoint(codePoint);
            } else {
                marked.append(mark(codePoint));
            }
        }
        return marked.toString();
    }
}
