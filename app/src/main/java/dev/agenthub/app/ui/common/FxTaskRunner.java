package dev.agenthub.app.ui.common;

import dev.agenthub.app.text.Failure;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/**
 * Runs work on its own threads and calls back on the JavaFX thread. After {@link #close()} it starts nothing more.
 */
public final class FxTaskRunner implements TaskRunner, AutoCloseable {
    /** The next frame is laid out in one pulse and painted while the one after begins. */
    private static final int FRAMES_TO_PAINT = 2;

    /** Platform threads: on virtual threads, long computations such as searches in ten million characters would block later work. */
    private final ExecutorService workers = Executors
            .newCachedThreadPool(Thread.ofPlatform().daemon().name("ui-task-", 0).factory());
    private final ScheduledExecutorService timer = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("ui-timer").factory(), new ThreadPoolExecutor.DiscardPolicy());

    @Override
    public <T> Pending run(Callable<T> work, Consumer<? super T> done, Consumer<Failure> failed) {
        Callback callback = new Callback();
        Work task = new Work(() -> {
            try {
                T result = work.call();
                onWindow(() -> callback.call(() -> done.accept(result)));
            } catch (Exception e) {
                Failure failure = Failure.of(e);
                onWindow(() -> callback.call(() -> failed.accept(failure)));
            }
        });
        try {
            workers.execute(task);
        } catch (RejectedExecutionException e) {
            // Closed: there is no window left to call back.
            return () -> {};
        }
        return () -> {
            callback.cancelled = true;
            task.cancel(true);
        };
    }

    @Override
    public void onWindow(Runnable action) {
        if (Platform.isFxApplicationThread()) {
            action.run();
        } else {
            Platform.runLater(action);
        }
    }

    @Override
    public Pending afterPaint(Runnable action) {
        Callback callback = new Callback();
        onWindow(() -> new AnimationTimer() {
            private int frames;

            @Override
            public void handle(long now) {
                if (++frames > FRAMES_TO_PAINT) {
                    stop();
                    callback.call(action);
                }
            }
        }.start());
        return () -> callback.cancelled = true;
    }

    @Override
    public Pending after(Duration delay, Runnable action) {
        Callback callback = new Callback();
        Future<?> future = timer.schedule(() -> Platform.runLater(() -> callback.call(action)), delay.toMillis(),
                TimeUnit.MILLISECONDS);
        return () -> {
            callback.cancelled = true;
            future.cancel(false);
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdownNow();
    }

    /** Used on the window's thread only, so that nothing is called once it is cancelled. */
    private static final class Callback {
        private boolean cancelled;

        void call(Runnable action) {
            if (!cancelled) {
                action.run();
            }
        }
    }

    /** Work that can be interrupted. What ends it is told as if it were not. */
    private static final class Work extends FutureTask<Void> {
        Work(Runnable work) {
            super(work, null);
        }

        @Override
        protected void setException(Throwable error) {
            super.setException(error);
            Thread.currentThread().getUncaughtExceptionHandler().uncaughtException(Thread.currentThread(), error);
        }
    }
}
