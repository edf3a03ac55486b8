package dev.agenthub.app.ui.common;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/** A scroll pane for a whole screen: as large as the space available, scrolled vertically where the content needs more. */
public final class PageScroll extends ScrollPane {
    public PageScroll() {
        setFitToWidth(true);
        setFitToHeight(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        getStyleClass().add("page-scroll");
        // Creates the skin now: otherwise the page is in no scene until the first layout, and nothing in it could get the focus.
        setSkin(new ScrollSkin(this));
        contentProperty().subscribe(content -> {
            if (content instanceof Region page) {
                page.setMinHeight(USE_PREF_SIZE);
                page.layoutBoundsProperty().subscribe(this::beReached);
            }
        });
        viewportBoundsProperty().subscribe(this::beReached);
        beReached();
    }

    /** Makes the pane focusable by keyboard where there is something to scroll. */
    private void beReached() {
        Node page = getContent();
        setFocusTraversable(page != null
                && page.getLayoutBounds().getHeight() > Math.ceil(getViewportBounds().getHeight()) + 1);
    }
}
