package dev.agenthub.app.ui.approvals.reading;

import java.util.BitSet;
import java.util.List;
import java.util.Set;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/**
 * Decides which characters of an exact text count as seen: those whose cells were on screen, without a break, for at least
 * {@link VisibleTimes#LONG_ENOUGH}. Used on the window's thread only.
 */
final class SeenCharacters {
    private final VisibleTimes<CellsInRow> visible = new VisibleTimes<>();
    private final BitSet seen = new BitSet();
    private final ReadOnlyIntegerWrapper unread = new ReadOnlyIntegerWrapper();

    /** Begins with a text of this length, of which nothing was seen. */
    void begin(int length) {
        seen.clear();
        visible.forget();
        unread.set(length);
    }

    /** Begins to measure anew how long anything is on screen, because the rows were laid out differently. */
    void forgetTimes() {
        visible.forget();
    }

    /**
     * Notes what is on screen.
     *
     * @param onScreen all cells of the text that are on screen and not seen yet
     * @param text the text as it is laid out
     * @param nanos the time of {@link System#nanoTime()}
     * @return whether all of it counts as seen now; otherwise this is to be called again
     */
    boolean note(Set<CellsInRow> onScreen, ExactText text, long nanos) {
        List<CellsInRow> longEnough = visible.update(onScreen, nanos);
        longEnough.forEach(cells -> cells.noteIn(seen, text));
        unread.set(text.text().length() - seen.cardinality());
        return longEnough.size() == onScreen.size();
    }

    /** Whether all characters from the one index up to the other were seen. */
    boolean contain(int from, int to) {
        return seen.nextClearBit(from) >= to;
    }

    /** The number of characters that were not seen yet. */
    ReadOnlyIntegerProperty unread() {
        return unread.getReadOnlyProperty();
    }

    /** The characters that were seen, by index (UTF-16) in the text. */
    BitSet indexes() {
        return (BitSet) seen.clone();
    }
}
