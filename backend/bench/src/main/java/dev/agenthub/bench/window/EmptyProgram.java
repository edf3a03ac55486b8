package dev.agenthub.bench.window;

import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/** Shows an empty window, and ends as soon as it was painted. */
public final class EmptyProgram {

    private static final int FRAMES_TO_PAINT = 2;

    private EmptyProgram() {}

    public static void main(String[] args) {
        Platform.startup(EmptyProgram::show);
    }

    private static void show() {
        EmptyWindow.show();
        new AnimationTimer() {
            private int frames;

            @Override
            public void handle(long now) {
                if (++frames > FRAMES_TO_PAINT) {
                    Runtime.getRuntime().halt(0);
                }
            }
        }.start();
    }
}
