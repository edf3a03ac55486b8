package dev.agenthub.app.ui.approvals;

import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import org.jspecify.annotations.Nullable;

/** Which rows of a list are in sight. */
final class ListSight {
    private ListSight() {}

    /** Brings the row into sight where it is not. */
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
}
