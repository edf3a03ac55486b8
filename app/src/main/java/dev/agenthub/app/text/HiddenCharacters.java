package dev.agenthub.app.text;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntPredicate;

/**
 * Finds characters that a reader would not see or would mistake for others, and replaces them by marks such as {@code ‹U+202E›}.
 *
 * <p>Unicode's category "format" is not enough: fillers, variation selectors, the blank
 * Braille pattern and invisible vowels are letters, marks or symbols.
 */
public final class HiddenCharacters {
    private static final int FEWEST_DIGITS = 4;
    /** Most accents on one letter. No script uses more, and more would be drawn over neighbouring text. */
    private static final int MOST_ACCENTS = 4;
    private static volatile IntPredicate others = _ -> false;

    private HiddenCharacters() {}

    /** Also marks these characters from now on, because no font on this screen has them. */
    public static void markAlso(IntPredicate undrawn) {
        others = undrawn;
    }

    /** Whether {@code codePoint} is invisible or looks like a space. */
    public static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED ->
                true;
            case Character.SPACE_SEPARATOR -> codePoint != ' ';
            default -> isBlankLetterOrMark(codePoint);
        };
    }

    private static boolean isAccent(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> !isHidden(codePoint);
            default -> false;
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

    /** The mark of a code point, such as {@code ‹U+202E›}. */
    public static String mark(int codePoint) {
        String digits = Integer.toHexString(codePoint).toUpperCase(Locale.ROOT);
        return "‹U+" + "0".repeat(Math.max(0, FEWEST_DIGITS - digits.length())) + digits + "›";
    }

    /**
     * Replaces characters in {@code text} that are hidden or missing in this screen's fonts by their marks. Line feeds too, for text
     * in one line. Accents that belong to no letter, or are more than any script uses, become marks as well: {@code e‹116 × U+0301…›}.
     */
    public static String marked(String text) {
        return marked(text, false, true);
    }

    /** As {@link #marked(String)}, but line feeds stay. */
    public static String markedLines(String text) {
        return marked(text, true, true);
    }

    /** As {@link #marked(String)}, but also marks an accent that could form one letter with the character before it. */
    public static String markedExactly(String text) {
        return marked(text, false, false);
    }

    private static String marked(String text, boolean linesStay, boolean composed) {
        StringBuilder marked = new StringBuilder(text.length());
        int[] all = text.codePoints().toArray();
        for (int from = 0; from < all.length;) {
            int end = from + 1;
            while (end < all.length && isAccent(all[end])) {
                end++;
            }
            int[] letter = Arrays.copyOfRange(all, from, end);
            if (composed && letter.length > 1 && !isWrittenWithAccents(all[from])) {
                letter = Normalizer.normalize(new String(letter, 0, letter.length), Normalizer.Form.NFC).codePoints()
                        .toArray();
            }
            append(letter, linesStay, marked);
            from = end;
        }
        return marked.toString();
    }

    private static void append(int[] letter, boolean linesStay, StringBuilder marked) {
        int base = letter[0];
        boolean stays = base == '\n' ? linesStay : !isHidden(base) && !isAccent(base) && !others.test(base);
        marked.append(stays ? Character.toString(base) : mark(base));
        int kept = Math.min(letter.length, 1 + (stays && isWrittenWithAccents(base) ? MOST_ACCENTS : 0));
        for (int i = 1; i < kept; i++) {
            marked.append(others.test(letter[i]) ? mark(letter[i]) : Character.toString(letter[i]));
        }
        int rest = letter.length - kept;
        if (rest > 0) {
            String first = mark(letter[kept]);
            boolean same = Arrays.stream(letter, kept, letter.length).distinct().count() == 1;
            marked.append(rest == 1
                    ? first
                    : first.replace("‹", "‹" + rest + " × ").replace("›", same ? "›" : "…›"));
        }
    }

    /**
     * Excludes scripts whose letters have precomposed accents: JavaFX draws a line with other accents beyond its end.
     */
    private static boolean isWrittenWithAccents(int letter) {
        return switch (Character.UnicodeScript.of(letter)) {
            case LATIN, GREEK, CYRILLIC, COMMON, INHERITED -> false;
            default -> true;
        };
    }
}
