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
 * What every scroll pane of the program is drawn by, as its style sheet says: it scrolls to whatever gets the focus other than by a press
 * of the mouse, and draws what is in it each time anew. JavaFX keeps a picture of it, in which a ring that came later is often missing.
 */
public final class ScrollSkin extends ScrollPaneSkin {
    /** Room for the ring around what has the focus, in pixels. */
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
        // What is pressed would move away from under the pointer.
        if (focused != null && !focused.isPressed() && isInside(focused)) {
            sought = focused;
            // It may have come this moment, and has no place yet.
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
        // Of what is higher than the pane the beginning counts.
        at.scrollTo(Math.min(at.part().getMinY() - RING,
                Math.max(at.top(), at.part().getMaxY() + RING - at.room())));
    }
}
