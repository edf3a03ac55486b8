package dev.agenthub.app.ui.approvals.reading;

import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** Checks what of a node is on screen after every layout, and again once that has been there long enough to count as seen. */
public final class Looks {
    private final Runnable look;
    private final PauseTransition again = new PauseTransition(Duration.millis((double) Dwell.LONG_ENOUGH.toMillis()));

    private Looks(Node node, Runnable look) {
        this.look = look;
        again.setOnFinished(_ -> Platform.requestNextPulse());
        node.sceneProperty().subscribe(this::watch);
    }

    public static Looks at(Node node, Runnable look) {
        return new Looks(node, look);
    }

    /** Requests another check, because something on screen has not been there long enough yet. */
    public void again() {
        again.play();
    }

    private void watch(@Nullable Scene before, @Nullable Scene now) {
        if (before != null) {
            before.removePostLayoutPulseListener(look);
        }
        if (now != null) {
            now.addPostLayoutPulseListener(look);
        }
    }
}
