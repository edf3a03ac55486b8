package dev.agenthub.app.ui.approvals.reading;

import dev.agenthub.app.ui.common.MachineGlyphs;
import java.util.BitSet;

/**
 * Tries out, for a screen of a text's rows at once, which of their wide characters the machine's fonts have. Used on the window's thread.
 */
final class WideRows {
    /** About as many rows as a window shows. */
    private static final int AT_ONCE = 32;

    private final ExactText text;
    /** Which of the screens were. */
    private final BitSet tried = new BitSet();

    WideRows(ExactText text) {
        this.text = text;
    }

    /** Those of this row, and of its neighbours. */
    void tryOut(int row) {
        int screen = row / AT_ONCE;
        if (!tried.get(screen)) {
            tried.set(screen);
            MachineGlyphs.learn(text.wide(screen * AT_ONCE, Math.min(text.rows(), (screen + 1) * AT_ONCE)), 2);
        }
    }
}
