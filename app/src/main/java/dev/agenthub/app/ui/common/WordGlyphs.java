package dev.agenthub.app.ui.common;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.BitSet;
import javafx.application.Platform;

/**
 * Determines which characters can be drawn in running text: those of {@link Fonts#SANS},
 * and those that other fonts of the machine draw no wider than a letter.
 */
final class WordGlyphs {
    /** Cells of {@link Fonts#MONO} that fit the widest letter of a living script. */
    private static final int WIDEST = 4;
    private static final BitSet BUNDLED = read();

    private WordGlyphs() {}

    private static BitSet read() {
        try (InputStream font = Fonts.regularSans()) {
            BitSet found = new BitSet();
            FontTables.read(font).characters().keySet().forEach(found::set);
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Whether the character can be drawn. Off the window's thread nothing can be tested, and every character counts as drawn.
     */
    static boolean draw(int codePoint) {
        return BUNDLED.get(codePoint) || !Platform.isFxApplicationThread() || MachineGlyphs.draw(codePoint, WIDEST);
    }
}
