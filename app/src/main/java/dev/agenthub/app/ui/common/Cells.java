package dev.agenthub.app.ui.common;

import dev.agenthub.app.text.HiddenCharacters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;

/**
 * The number of cells that a character takes in the grid that shows bytes. It depends
 * neither on neighbouring characters nor on the machine's fonts.
 *
 * <p>One cell: characters that {@link Fonts#MONO} draws within one cell. Two cells: East
 * Asian characters of one square each. All others are shown as marks.
 */
public final class Cells {
    /** The character must be shown as a mark. */
    public static final int NONE = 0;

    private static final MonoGlyphs MONO = read();
    private static final int FIRST_WIDE = 0x1100;

    private Cells() {}

    private static MonoGlyphs read() {
        try (InputStream font = Fonts.regularMono()) {
            return MonoGlyphs.read(font);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns 1, 2 or {@link #NONE}. */
    public static int of(int codePoint) {
        if (codePoint >= ' ' && codePoint < 0x7F) {
            return 1;
        }
        if (HiddenCharacters.isHidden(codePoint) || !isLeftToRight(codePoint)) {
            return NONE;
        }
        if (MONO.inOneCell(codePoint)) {
            return 1;
        }
        return codePoint >= FIRST_WIDE && isWide(codePoint) ? 2 : NONE;
    }

    /** Whether the character is drawn over a letter before it, in that letter's cell. */
    public static boolean combines(int codePoint) {
        return codePoint >= 0x300 && MONO.combines(codePoint) && !HiddenCharacters.isHidden(codePoint);
    }

    /** Excludes letters that join or run from right to left, whose form or place depends on their neighbours. */
    private static boolean isLeftToRight(int codePoint) {
        return switch (Character.getDirectionality(codePoint)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_ARABIC_NUMBER ->
                false;
            default -> true;
        };
    }

    /** Wide and full-width characters (Unicode 16, UAX #11), without emoji and joining letters. */
    private static boolean isWide(int codePoint) {
        return switch (UnicodeScript.of(codePoint)) {
            case HAN, HIRAGANA, KATAKANA, BOPOMOFO, YI -> !isHalfWidth(codePoint) && !isCombining(codePoint);
            case HANGUL -> codePoint >= 0xAC00 && codePoint <= 0xD7A3;
            default -> (codePoint >= 0x3001 && codePoint <= 0x303F && !isCombining(codePoint))
                    || (codePoint >= 0xFF01 && codePoint <= 0xFF60) || (codePoint >= 0xFFE0 && codePoint <= 0xFFE6);
        };
    }

    private static boolean isHalfWidth(int codePoint) {
        return codePoint >= 0xFF61 && codePoint <= 0xFFDC;
    }

    private static boolean isCombining(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }
}
