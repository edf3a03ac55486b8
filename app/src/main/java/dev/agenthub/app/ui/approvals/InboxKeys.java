package dev.agenthub.app.ui.approvals;

import dev.agenthub.api.RequestSummary;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.approvals.inbox.InboxCursor;
import dev.agenthub.app.ui.approvals.inbox.RequestSelection;
import dev.agenthub.app.ui.approvals.pane.RequestController;
import dev.agenthub.app.ui.common.Shortcut;
import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;

/** The keys of the inbox. None of them decides: A and D only take the keyboard to the button that does. */
final class InboxKeys {
    private static final Messages MESSAGES = Messages.of(InboxKeys.class);

    private final ListView<RequestSummary> list;
    private final TextField filter;
    private final Node selectedBar;
    private final InboxCursor cursor;
    private final InboxFold fold;
    private final RequestSelection selection;
    private final RequestController request;

    /**
     * Makes the keys.
     *
     * @param selectedBar the bar with the number of selected requests and the buttons for them
     */
    InboxKeys(ListView<RequestSummary> list, TextField filter, Node selectedBar, InboxCursor cursor, InboxFold fold,
            RequestSelection selection, RequestController request) {
        this.list = list;
        this.filter = filter;
        this.selectedBar = selectedBar;
        this.cursor = cursor;
        this.fold = fold;
        this.selection = selection;
        this.request = request;
    }

    List<Shortcut> shortcuts() {
        BooleanSupplier always = () -> true;
        BooleanSupplier onRow = () -> list.isFocused() && list.getFocusModel().getFocusedItem() != null;
        return List.of(
                Shortcut.typed('j', words("next"), always, () -> cursor.move(1)),
                Shortcut.typed('k', words("previous"), always, () -> cursor.move(-1)),
                // To read comes before all else: nothing is approved unread, and the reason is the stop before Deny.
                Shortcut.typed('r', words("read"), request::isOpen, () -> inPane(request::read)),
                Shortcut.typed('a', words("approve"), request::isOpen, () -> inPane(request::goToApprove)),
                Shortcut.typed('d', words("deny"), request::isOpen, () -> inPane(request::goToDeny)),
                Shortcut.typed('/', words("search"), always, this::search),
                pressed(words("escape"), KeyCode.ESCAPE, words("search.clear"), filter::isFocused, this::clearSearch),
                pressed(words("enter"), KeyCode.ENTER, words("search.end"), filter::isFocused, fold::focusList),
                pressed(words("space"), KeyCode.SPACE, words("select"), onRow,
                        () -> selection.toggle(list.getFocusModel().getFocusedItem().request())),
                Shortcut.pressed(words("all"),
                        List.of(new KeyCodeCombination(KeyCode.A, KeyCombination.SHORTCUT_DOWN)),
                        words("select.all"), list::isFocused, selection::selectAll),
                pressed(words("escape"), KeyCode.ESCAPE, words("select.none"),
                        () -> (list.isFocusWithin() || selectedBar.isFocusWithin()) && !selection.selected().isEmpty(),
                        selection::clear),
                pressed(words("space"), KeyCode.SPACE, words("page"), request::isReading, () -> request.turn(true)),
                Shortcut.pressed(words("space.shift"),
                        List.of(new KeyCodeCombination(KeyCode.SPACE, KeyCombination.SHIFT_DOWN)),
                        words("page.back"), request::isReading, () -> request.turn(false)));
    }

    private static String words(String key) {
        return MESSAGES.text("keys." + key);
    }

    private static Shortcut pressed(String keys, KeyCode key, String words, BooleanSupplier applies,
            Runnable action) {
        return Shortcut.pressed(keys, List.of(new KeyCodeCombination(key)), words, applies, action);
    }

    /** In a narrow window the list may stand in its place. */
    private void inPane(Runnable action) {
        fold.showPane();
        action.run();
    }

    private void search() {
        fold.showList();
        filter.requestFocus();
        filter.selectAll();
    }

    private void clearSearch() {
        filter.clear();
        fold.focusList();
    }
}
