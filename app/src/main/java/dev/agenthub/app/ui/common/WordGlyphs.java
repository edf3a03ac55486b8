package dev.agenthub.app.ui.common;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.BitSet;
import javafx.application.Platform;

/**
 * Which characters are drawn where words stand: those of {@link Fonts#SANS}, and what
 * other fonts of the machine draw no wider than a letter is.
 */
final class WordGlyphs {
    /** Of {@link Fonts#MONO}: room for the widest letter of a living script. */
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
     * Nothing can be tried out on another thread than the window's, which makes the words that it shows: there everything counts as drawn.
     */
    static boolean draw(int codePoint) {
        return BUNDLED.get(codePoint) || !Platform.isFxApplicationThread() || MachineGlyphs.draw(codePoint, WIDEST);
    }
}
