package dev.agenthub.app.ui.approvals.reading;

import javafx.animation.PauseTransition;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/** Looks at a node after every layout, and once more when what was on screen then has been there for long enough. */
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

    /** Something is on screen that was not there for long enough yet. */
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
