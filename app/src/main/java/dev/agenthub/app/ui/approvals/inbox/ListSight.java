package dev.agenthub.app.ui.approvals.inbox;

import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import org.jspecify.annotations.Nullable;

/** Finds out and changes which rows of a list are visible. */
public final class ListSight {
    private ListSight() {}

    /** Scrolls to the row unless it is visible. */
    static void show(ListView<?> list, int row) {
        VirtualFlow<?> flow = flow(list);
        IndexedCell<?> first = flow == null ? null : flow.getFirstVisibleCell();
        IndexedCell<?> last = flow == null ? null : flow.getLastVisibleCell();
        if (first == null || last == null || row <= first.getIndex() || row >= last.getIndex()) {
            list.scrollTo(Math.max(0, row - 1));
        }
    }

    private static @Nullable VirtualFlow<?> flow(ListView<?> list) {
        return list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow ? flow : null;
    }

    /**
     * The first visible row.
     *
     * @param above how many pixels of it are above the upper edge
     */
    record Top(int row, double above) {}

    static @Nullable Top top(ListView<?> list) {
        VirtualFlow<?> flow = flow(list);
        IndexedCell<?> first = flow == null ? null : flow.getFirstVisibleCell();
        return first == null ? null : new Top(first.getIndex(), -first.getLayoutY());
    }

    /** Scrolls so that the same row is at the same place again. */
    static void restore(ListView<?> list, Top top) {
        VirtualFlow<?> flow = flow(list);
        if (flow != null) {
            flow.scrollToTop(top.row());
            flow.scrollPixels(top.above());
        }
    }

    public static boolean holdsFirst(ListView<?> list) {
        Top top = top(list);
        return top != null && top.row() == 0;
    }

    public static boolean holdsLast(ListView<?> list) {
        VirtualFlow<?> flow = flow(list);
        IndexedCell<?> last = flow == null ? null : flow.getLastVisibleCell();
        return last != null && last.getIndex() >= list.getItems().size() - 1;
    }
}
