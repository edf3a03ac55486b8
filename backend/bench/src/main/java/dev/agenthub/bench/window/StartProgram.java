package dev.agenthub.bench.window;

import dev.agenthub.app.launcher.Main;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.stage.Window;

/** Starts a program in this process, which ends as soon as its first window was painted. */
public final class StartProgram {

    private static final int FRAMES_TO_PAINT = 2;

    private StartProgram() {}

    /** Starts AgentHub with {@code args}, or an empty window where there are none. */
    public static void main(String[] args) {
        Thread watch = new Thread(StartProgram::watch, "first-window");
        watch.setDaemon(true);
        watch.start();
        if (args.length == 0) {
            Platform.startup(EmptyWindow::show);
        } else {
            Main.main(args);
        }
    }

    private static void watch() {
        try {
            while (true) {
                if (isStarted()) {
                    return;
                }
                Thread.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isStarted() {
        try {
            Platform.runLater(StartProgram::awaitFirstWindow);
            return true;
        } catch (IllegalStateException e) {
            // JavaFX is not there yet.
            return false;
        }
    }

    private static void awaitFirstWindow() {
        new AnimationTimer() {
            private int frames;

            @Override
            public void handle(long now) {
                if (Window.getWindows().stream().anyMatch(Window::isShowing) && frames++ == FRAMES_TO_PAINT) {
                    Runtime.getRuntime().halt(0);
                }
            }
        }.start();
    }
}
