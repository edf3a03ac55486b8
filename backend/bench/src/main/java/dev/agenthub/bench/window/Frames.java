package dev.agenthub.bench.window;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;

/** Does something on the window's thread and counts the frames until it was painted. */
final class Frames {

    private static final long PATIENCE_SECONDS = 120;
    /** A frame is being painted while the next one is made, so what the one before laid out stands on screen at the one after. */
    private static final int FRAMES_TO_PAINT = 2;

    private Frames() {}

    /**
     * What happened, in nanoseconds.
     *
     * @param begun when it was done, and {@code painted} when it was on screen, as {@link System#nanoTime()} says
     * @param stillFor the longest time from one frame to the next meanwhile
     */
    record Painted(long begun, long painted, long stillFor) {

        long took() {
            return painted - begun;
        }
    }

    /** Waits on any other thread; {@code shown} is asked after each layout. */
    static Painted until(Scene scene, Runnable deed, BooleanSupplier shown) throws IOException, InterruptedException {
        CompletableFuture<Painted> painted = new CompletableFuture<>();
        Platform.runLater(() -> {
            Counter counter = new Counter(scene, shown, painted);
            try {
                counter.start();
                deed.run();
            } catch (RuntimeException e) {
                painted.completeExceptionally(e);
            }
        });
        return answer(painted);
    }

    /** Does it once a frame; returns the times between frames in nanoseconds, the last but for the one after the last. */
    static long[] between(int times, Runnable deed) throws IOException, InterruptedException {
        CompletableFuture<long[]> frames = new CompletableFuture<>();
        Platform.runLater(() -> new AnimationTimer() {
            private final List<Long> began = new ArrayList<>();

            @Override
            public void handle(long now) {
                began.add(System.nanoTime());
                if (began.size() <= times) {
                    deed.run();
                } else {
                    stop();
                    long[] between = new long[times];
                    for (int i = 0; i < times; i++) {
                        between[i] = began.get(i + 1) - began.get(i);
                    }
                    frames.complete(between);
                }
            }
        }.start());
        return answer(frames);
    }

    /** On the window's thread. */
    static void onWindow(Runnable deed) throws IOException, InterruptedException {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                deed.run();
                done.complete(true);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        answer(done);
    }

    private static <T> T answer(CompletableFuture<T> future) throws IOException, InterruptedException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("It was never painted", e);
        }
    }

    private static final class Counter extends AnimationTimer {
        private final Scene scene;
        private final BooleanSupplier shown;
        private final CompletableFuture<Painted> painted;
        private final Runnable look = this::look;
        private final long begun = System.nanoTime();
        private long last = begun;
        private long stillFor;
        private int since;
        private boolean laidOut;

        Counter(Scene scene, BooleanSupplier shown, CompletableFuture<Painted> painted) {
            this.scene = scene;
            this.shown = shown;
            this.painted = painted;
            scene.addPostLayoutPulseListener(look);
        }

        private void look() {
            laidOut = laidOut || shown.getAsBoolean();
        }

        @Override
        public void handle(long pulse) {
            long now = System.nanoTime();
            stillFor = Math.max(stillFor, now - last);
            last = now;
            if (laidOut && ++since == FRAMES_TO_PAINT) {
                stop();
                scene.removePostLayoutPulseListener(look);
                painted.complete(new Painted(begun, now, stillFor));
            }
        }
    }
}
