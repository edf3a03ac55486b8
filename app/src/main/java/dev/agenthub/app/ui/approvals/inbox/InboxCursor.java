package dev.agenthub.app.ui.approvals.inbox;

import dev.agenthub.api.RequestSummary;
import java.util.List;
import java.util.UUID;
import javafx.collections.ListChangeListener;
import javafx.scene.control.ListView;
import org.jspecify.annotations.Nullable;

/** Keeps the selected row, the keyboard focus and the scroll position on the same requests when rows are inserted or removed. */
public final class InboxCursor {
    private final ListView<RequestSummary> list;
    private final InboxViewModel model;
    private final Runnable focus;
    /** While the list is rebuilt the row in it that is selected means nothing. */
    private boolean restoring;
    /** The request on whose row the keyboard's cursor is. */
    private @Nullable UUID cursor;
    /** The requests of the rows as they were. */
    private List<UUID> before = List.of();
    private ListSight.@Nullable Top place;
    private @Nullable UUID placeOf;

    /**
     * Fills {@code list} with the rows of {@code model}.
     *
     * @param focus moves the keyboard focus to the list or, while it is hidden, to a control that decides nothing
     */
    public InboxCursor(ListView<RequestSummary> list, InboxViewModel model, Runnable focus) {
        this.list = list;
        this.model = model;
        this.focus = focus;
        // Before the list's own listeners, which move its selection and its cursor to whatever stands there now.
        model.rows().addListener((ListChangeListener<RequestSummary>) _ -> keepPlace());
        list.setItems(model.rows());
        list.getSelectionModel().selectedItemProperty().subscribe(row -> {
            if (row != null && !restoring) {
                model.choose(row.request());
            }
        });
        list.getFocusModel().focusedItemProperty().subscribe(row -> {
            if (row != null && !restoring) {
                cursor = row.request();
            }
        });
        model.rows().addListener((ListChangeListener<RequestSummary>) _ -> {
            selectShown();
            restorePlace();
        });
        model.wentOnTo().subscribe(this::goOn);
        // What decided is gone, and what follows it in the pane takes back or withdraws.
        model.whenNothingIsNext(focus);
    }

    /** Selects the row of the request on show; selects none if the list has no such row. */
    public void selectShown() {
        restoring = true;
        try {
            list.getSelectionModel().clearSelection();
            int shown = row(model.chosen().get());
            if (shown >= 0) {
                list.getSelectionModel().select(shown);
            }
            // The cursor stays on its request too, where that is not the one on show.
            int at = row(cursor);
            if (at >= 0) {
                list.getFocusModel().focus(at);
            }
        } finally {
            restoring = false;
        }
    }

    /** The request on show is another one by itself: the keyboard goes with it, and not to a button that would decide it. */
    private void goOn(@Nullable UUID next) {
        if (next != null) {
            cursor = next;
            selectShown();
            ListSight.show(list, row(next));
            focus.run();
        }
    }

    /**
     * Selects the row that is this many rows further on, or the focused row if no request is on show yet,
     * and moves the keyboard focus there. At either end of the rows the adjoining page is loaded.
     *
     * @param rows negative for rows further up
     */
    public void move(int rows) {
        focus.run();
        int from = Math.max(0, list.getFocusModel().getFocusedIndex());
        int to = model.chosen().get() == null ? from : from + rows;
        if (to < 0) {
            model.loadBefore();
        } else if (to >= model.rows().size()) {
            model.loadMore();
        } else {
            list.getSelectionModel().clearAndSelect(to);
            ListSight.show(list, to);
        }
    }

    /** Before the rows change: what is read stays where it is, whichever rows come before it then. */
    private void keepPlace() {
        restoring = true;
        ListSight.Top top = ListSight.top(list);
        place = top == null || top.row() >= before.size() || top.row() == 0 ? null : top;
        placeOf = place == null ? null : before.get(place.row());
    }

    private void restorePlace() {
        ListSight.Top was = place;
        int now = row(placeOf);
        if (was != null && now >= 0 && now != was.row()) {
            ListSight.restore(list, new ListSight.Top(now, was.above()));
        }
        before = model.rows().stream().map(RequestSummary::request).toList();
    }

    /** Its place in the list, -1 where it has none. */
    private int row(@Nullable UUID request) {
        for (int i = 0; request != null && i < model.rows().size(); i++) {
            if (model.rows().get(i).request().equals(request)) {
                return i;
            }
        }
        return -1;
    }
}
