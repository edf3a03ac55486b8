package dev.agenthub.app.ui.approvals.reading;

import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Runs a check of what is on screen after every layout of a node's scene, and on request once more after
 * {@link VisibleTimes#LONG_ENOUGH}.
 */
public final class OnScreenCheck {
    private final Runnable check;
    private final PauseTransition again = new PauseTransition(
            Duration.millis((double) VisibleTimes.LONG_ENOUGH.toMillis()));

    private OnScreenCheck(Node node, Runnable check) {
        this.check = check;
        again.setOnFinished(_ -> Platform.requestNextPulse());
        node.sceneProperty().subscribe(this::watch);
    }

    public static OnScreenCheck on(Node node, Runnable check) {
        return new OnScreenCheck(node, check);
    }

    /** Requests another check, because something on screen has not been there long enough yet. */
    public void again() {
        again.play();
    }

    private void watch(@Nullable Scene before, @Nullable Scene now) {
        if (before != null) {
            before.removePostLayoutPulseListener(check);
        }
        if (now != null) {
            now.addPostLayoutPulseListener(check);
        }
    }
}
