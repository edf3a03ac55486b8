package dev.agenthub.app.ui.common;

import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A scroll pane for a whole screen: as large as the space available, scrolled vertically where the content needs more. */
public final class PageScroll extends ScrollPane {
    /** Space above a node that is scrolled to, in pixels. */
    private static final double ABOVE = 6;

    private final Runnable scroll = this::scrollToSought;
    private @Nullable Node sought;

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
        sceneProperty().subscribe((before, now) -> {
            if (before != null) {
                before.removePostLayoutPulseListener(scroll);
            }
            if (now != null && sought != null) {
                scrollAfterLayout(now);
            }
        });
        beReached();
    }

    /** Scrolls after the next layout, so that a node of the page is topmost, as far as there is content below it. */
    public void scrollTo(Node node) {
        sought = node;
        if (getScene() != null) {
            scrollAfterLayout(getScene());
        }
    }

    /** A node that was just added has no bounds before. */
    private void scrollAfterLayout(Scene scene) {
        scene.removePostLayoutPulseListener(scroll);
        scene.addPostLayoutPulseListener(scroll);
        Platform.requestNextPulse();
    }

    private void scrollToSought() {
        getScene().removePostLayoutPulseListener(scroll);
        if (sought != null && sought.getScene() != null) {
            Scrolled at = Scrolled.in(this, sought);
            at.scrollTo(at.part().getMinY() - ABOVE);
        }
        sought = null;
    }

    /** Makes the pane focusable by keyboard where there is something to scroll. */
    private void beReached() {
        Node page = getContent();
        setFocusTraversable(page != null
                && page.getLayoutBounds().getHeight() > Math.ceil(getViewportBounds().getHeight()) + 1);
    }
}
