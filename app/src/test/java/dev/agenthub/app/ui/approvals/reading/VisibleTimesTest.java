package dev.agenthub.app.ui.approvals.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** How long a part is on screen before it counts as seen. */
final class VisibleTimesTest {
    private static final long LONG_ENOUGH = VisibleTimes.LONG_ENOUGH.toNanos();

    private final VisibleTimes<String> times = new VisibleTimes<>();

    @Test
    void countsAPartFromTheMomentThatItWasThereLongEnough() {
        assertThat(times.update(Set.of("a"), 5)).isEmpty();
        assertThat(times.update(Set.of("a", "b"), 4 + LONG_ENOUGH)).isEmpty();
        assertThat(times.update(Set.of("a", "b"), 5 + LONG_ENOUGH)).containsExactly("a");
    }

    @Test
    void beginsAnewWithAPartThatCameBack() {
        times.update(Set.of("a"), 0);
        times.update(Set.of(), 1);
        assertThat(times.update(Set.of("a"), LONG_ENOUGH)).isEmpty();
        assertThat(times.update(Set.of("a"), 2 * LONG_ENOUGH)).containsExactly("a");
    }

    @Test
    void beginsAnewOnceAllIsForgotten() {
        times.update(Set.of("a"), 0);
        times.forget();
        assertThat(times.update(Set.of("a"), LONG_ENOUGH)).isEmpty();
    }
}
