package dev.agenthub.app.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
}
