package dev.agenthub.app.ui.common;

import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.skin.ScrollPaneSkin;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The skin of all scroll panes, set by the style sheet. It scrolls to a node that gets the focus, unless by the mouse,
 * and does not cache its content as an image: in JavaFX's cached image a focus ring added later is often missing.
 */
public final class ScrollSkin extends ScrollPaneSkin {
    /** Space for the focus ring in pixels. */
    private static final double RING = 6;

    private final ChangeListener<@Nullable Node> moved = (_, _, now) -> follow(now);
    private final Runnable look = this::look;
    private final Subscription scenes;
    private @Nullable Node sought;

    public ScrollSkin(ScrollPane pane) {
        super(pane);
        getChildren().stream().filter(child -> child.getStyleClass().contains("viewport"))
                .forEach(viewport -> viewport.setCache(false));
        scenes = pane.sceneProperty().subscribe(this::move);
        move(null, pane.getScene());
    }

    @Override
    public void dispose() {
        if (getSkinnable() != null) {
            scenes.unsubscribe();
            move(getSkinnable().getScene(), null);
        }
        super.dispose();
    }

    private void move(@Nullable Scene before, @Nullable Scene now) {
        if (before != null) {
            before.focusOwnerProperty().removeListener(moved);
            before.removePostLayoutPulseListener(look);
        }
        if (now != null) {
            now.focusOwnerProperty().addListener(moved);
        }
    }

    private void follow(@Nullable Node focused) {
        Scene scene = getSkinnable().getScene();
        scene.removePostLayoutPulseListener(look);
        // Scrolling would move the pressed node away from the pointer.
        if (focused != null && !focused.isPressed() && isInside(focused)) {
            sought = focused;
            // The node may have just been added and have no bounds before layout.
            scene.addPostLayoutPulseListener(look);
            Platform.requestNextPulse();
        }
    }

    private boolean isInside(Node node) {
        for (Node up = node; up != null; up = up.getParent()) {
            if (up.equals(getSkinnable().getContent())) {
                return true;
            }
        }
        return false;
    }

    private void look() {
        getSkinnable().getScene().removePostLayoutPulseListener(look);
        if (sought != null && sought.isFocused() && isInside(sought)) {
            show(sought);
        }
        sought = null;
    }

    private void show(Node node) {
        Scrolled at = Scrolled.in(getSkinnable(), node);
        // For a node higher than the pane, show its top.
        at.scrollTo(Math.min(at.part().getMinY() - RING,
                Math.max(at.top(), at.part().getMaxY() + RING - at.room())));
    }
}
