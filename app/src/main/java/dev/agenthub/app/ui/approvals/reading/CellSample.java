package dev.agenthub.app.ui.approvals.reading;

import javafx.scene.text.Text;

/** Invisible text that measures a cell in the font of the style sheet. A parent lays itself out anew when its bounds change. */
final class CellSample extends Text {
    private static final int CELLS = 100;

    CellSample() {
        super("0".repeat(CELLS));
        getStyleClass().addAll("mono", "exact-sample");
        setManaged(false);
        setOpacity(0);
        setMouseTransparent(true);
    }

    /** The width of a cell in pixels. */
    double cellWidth() {
        return getLayoutBounds().getWidth() / CELLS;
    }
}
