package dev.agenthub.app.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;

final class FxTaskRunnerTest {
    @Test
    void beginsNothingOnceItIsClosed() {
        AtomicInteger begun = new AtomicInteger();
        FxTaskRunner tasks = new FxTaskRunner();
        tasks.close();
        tasks.run(begun::incrementAndGet, _ -> {}, _ -> {});
        tasks.after(Duration.ZERO, begun::incrementAndGet).cancel();
        assertThat(begun).hasValue(0);
    }

    /** As many as there are processors search something large, and what is asked for then comes nevertheless. */
    @Test
    void keepsNobodyWaitingForWhatTakesLong() throws Exception {
        FxToolkit.registerPrimaryStage();
        AtomicBoolean end = new AtomicBoolean();
        CountDownLatch answered = new CountDownLatch(1);
        try (FxTaskRunner tasks = new FxTaskRunner()) {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                tasks.run(() -> {
                    while (!end.get()) {
                        Thread.onSpinWait();
                    }
                    return true;
                }, _ -> {}, _ -> {});
            }
            tasks.run(() -> true, _ -> answered.countDown(), _ -> {});
            assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            end.set(true);
        }
    }

    @Test
    void interruptsWhatIsCancelledAndCallsNobodyBack() throws Exception {
        FxToolkit.registerPrimaryStage();
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        try (FxTaskRunner tasks = new FxTaskRunner()) {
            TaskRunner.Pending pending = tasks.run(() -> {
                begun.countDown();
                try {
                    return new CountDownLatch(1).await(60, TimeUnit.SECONDS);
                } finally {
                    interrupted.countDown();
                }
            }, _ -> calls.incrementAndGet(), _ -> calls.incrementAndGet());
            assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
            onWindow(pending::cancel);
            assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
            onWindow(() -> {
                // On the window's thread, so that none of them was called yet.
                tasks.afterPaint(calls::incrementAndGet).cancel();
                tasks.after(Duration.ZERO, calls::incrementAndGet).cancel();
                tasks.run(() -> true, _ -> calls.incrementAndGet(), _ -> calls.incrementAndGet()).cancel();
            });
            CountDownLatch later = new CountDownLatch(1);
            onWindow(() -> tasks.afterPaint(later::countDown));
            assertThat(later.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(calls).hasValue(0);
    }

    @Test
    void tellsTheErrorThatEndsItsWork() throws Exception {
        AtomicReference<Throwable> told = new AtomicReference<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        CountDownLatch ended = new CountDownLatch(1);
        Thread.setDefaultUncaughtExceptionHandler((_, error) -> {
            told.set(error);
            ended.countDown();
        });
        try (FxTaskRunner tasks = new FxTaskRunner()) {
            tasks.run(() -> {
                throw new StackOverflowError();
            }, _ -> {}, _ -> {});
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(told).hasValueMatching(StackOverflowError.class::isInstance);
    }

    private static void onWindow(Runnable action) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Platform.runLater(() -> {
            action.run();
            done.complete(null);
        });
        done.get(60, TimeUnit.SECONDS);
    }
}
