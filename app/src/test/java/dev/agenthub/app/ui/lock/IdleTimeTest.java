package dev.agenthub.app.ui.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.testing.SettableClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdleTimeTest {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final SettableClock wallClock = new SettableClock();
    private long nanos = Long.MAX_VALUE - 5;
    private final IdleTime idle = new IdleTime(LIMIT, wallClock, () -> nanos);

    private void pass(Duration time) {
        wallClock.move(time);
        nanos += time.toNanos();
    }

    @Test
    void isOverWhenTheLimitIsReachedAndNotBefore() {
        pass(LIMIT.minusNanos(1));
        assertThat(idle.isOver()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(idle.isOver()).isTrue();
    }

    @Test
    void beginsAnewWithEachUse() {
        pass(Duration.ofMinutes(9));
        idle.used();
        pass(Duration.ofMinutes(9));
        assertThat(idle.isOver()).isFalse();
        pass(Duration.ofMinutes(1));
        assertThat(idle.isOver()).isTrue();
    }

    @Test
    void isOverForAMachineThatSleptWhileOnlyTheWallClockWentOn() {
        wallClock.move(LIMIT);
        assertThat(idle.isOver()).isTrue();
    }

    @Test
    void isOverThoughTheWallClockWasSetBack() {
        pass(Duration.ofMinutes(5));
        wallClock.move(Duration.ofHours(-3));
        nanos += Duration.ofMinutes(5).toNanos();
        assertThat(idle.isOver()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 121, Integer.MAX_VALUE})
    void cannotBeTurnedOff(int minutes) {
        assertThatThrownBy(() -> IdleTime.minutes(minutes)).isInstanceOfSatisfying(CodedException.class,
                refused -> assertThat(refused.code()).isEqualTo("USAGE"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 120})
    void isWhatAPersonAskedFor(int minutes) {
        assertThat(IdleTime.minutes(minutes)).hasMinutes(minutes);
    }
}
