package dev.agenthub.app.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

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
}
