package dev.agenthub.app.ui.approvals;

import dev.agenthub.app.ui.common.Shown;
import dev.agenthub.app.ui.common.TextSize;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;

/**
 * Shows the list and the pane side by side if the window is wide enough for both, and otherwise one of them at a time. Neither
 * ever covers the other.
 */
final class InboxFold {
    private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");

    /** Of the list beside what was chosen, in pixels at the usual size of words; smaller words make its controls no narrower. */
    private static final double WIDTH = 320;
    /** Of the list in a window that has room for long titles. */
    private static final double WIDEST = 460;
    private static final double PART_OF_WINDOW = 0.18;

    private final Region root;
    private final Region side;
    private final Region pane;
    private final Button back;
    private final ListView<?> list;
    private final TextSize textSize;
    private boolean listInFront = true;
    private boolean narrow;

    /**
     * Follows the width of the window.
     *
     * @param side holds {@code list}
     * @param back leads from the pane to the list
     */
    InboxFold(Region root, Region side, Region pane, Button back, ListView<?> list, TextSize textSize) {
        this.root = root;
        this.side = side;
        this.pane = pane;
        this.back = back;
        this.list = list;
        this.textSize = textSize;
        back.setOnAction(_ -> showList());
        list.addEventHandler(KeyEvent.KEY_PRESSED, key -> {
            if (key.getCode() == KeyCode.ENTER && list.getFocusModel().getFocusedItem() != null) {
                showPane();
            }
        });
        list.addEventHandler(MouseEvent.MOUSE_CLICKED, click -> {
            if (click.getTarget() instanceof Node target && isRow(target)) {
                showPane();
            }
        });
        root.sceneProperty().flatMap(scene -> scene.widthProperty()).subscribe(_ -> resized());
        textSize.percentIn(root).subscribe(_ -> resized());
    }

    private boolean isNarrow() {
        return root.getScene() != null && textSize.isNarrow(root.getScene().getWidth());
    }

    /** Whether it is of a row, and nothing that has a use of its own there. */
    private static boolean isRow(Node target) {
        for (Node at = target; at != null; at = at.getParent()) {
            if (at instanceof ButtonBase) {
                return false;
            }
            if (at instanceof ListCell<?> cell) {
                return !cell.isEmpty();
            }
        }
        return false;
    }

    /** Shows the pane, because the member opened a request rather than moved through the list. */
    void showPane() {
        boolean hides = narrow && listInFront;
        listInFront = false;
        fold();
        if (hides) {
            back.requestFocus();
        }
    }

    /** A window that becomes too narrow for both keeps the request that is being read. */
    private void resized() {
        boolean wasNarrow = narrow;
        narrow = isNarrow();
        boolean inList = side.isFocusWithin();
        if (narrow && !wasNarrow && !list.getSelectionModel().isEmpty()) {
            listInFront = false;
        }
        fold();
        if (inList && !side.isVisible()) {
            back.requestFocus();
        }
    }

    /** Shows the list and moves the keyboard focus there. */
    void showList() {
        listInFront = true;
        fold();
        list.requestFocus();
    }

    /** Moves the keyboard focus to the list or, while that is hidden, to the button that shows it; never to a button that decides. */
    void focusList() {
        (side.isVisible() ? list : back).requestFocus();
    }

    private double listWidth() {
        double scale = Math.max(1, (double) textSize.percent().get() / TextSize.DEFAULT);
        double window = root.getScene() == null ? 0 : root.getScene().getWidth();
        return Math.clamp(PART_OF_WINDOW * window, scale * WIDTH, scale * WIDEST);
    }

    private void fold() {
        root.pseudoClassStateChanged(NARROW, narrow);
        double width = listWidth();
        side.setMinWidth(narrow ? 0 : width);
        side.setPrefWidth(width);
        side.setMaxWidth(narrow ? Double.MAX_VALUE : width);
        Shown.set(side, !narrow || listInFront);
        Shown.set(pane, !narrow || !listInFront);
        Shown.set(back, narrow);
    }
}
