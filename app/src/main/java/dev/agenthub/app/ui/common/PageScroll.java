package dev.agenthub.app.ui.common;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/** A whole screen: as large as its place where that has room for it, and scrolled up and down where it has not. */
public final class PageScroll extends ScrollPane {
    public PageScroll() {
        setFitToWidth(true);
        setFitToHeight(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        getStyleClass().add("page-scroll");
        // Without a skin the page would be in no scene until it is first drawn, and nothing in it could be given the focus before.
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

    /** By the keyboard, where there is something to scroll. */
    private void beReached() {
        Node page = getContent();
        setFocusTraversable(page != null
                && page.getLayoutBounds().getHeight() > Math.ceil(getViewportBounds().getHeight()) + 1);
    }
}
