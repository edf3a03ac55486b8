package dev.agenthub.server.http.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);
    private final RateLimit limit = new RateLimit(6, nanos::get);

    private void call(String caller, int times) {
        for (int i = 0; i < times; i++) {
            limit.count(caller);
        }
    }

    private void refuses(String caller, long seconds) {
        assertThatThrownBy(() -> limit.count(caller)).hasFieldOrPropertyWithValue("seconds", seconds);
    }

    @Test
    void refusesTheCallerWhoHadAllOfAMinuteAndNobodyElse() {
        call("a", 6);
        refuses("a", 10);
        call("b", 6);
    }

    @Test
    void admitsOneCallMoreForEachPartOfAMinute() {
        call("a", 6);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(8_500));
        refuses("a", 2);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
        refuses("a", 1);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        call("a", 1);
        refuses("a", 10);
        nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
        call("a", 6);
        refuses("a", 10);
    }

    @Test
    void fillsNoMemoryHoweverManyCall() {
        for (int i = 0; i < 50_000; i++) {
            call("caller " + i, 1);
        }
        assertThat(limit.remembered()).isEqualTo(10_000);
    }

    /** Otherwise whoever has many addresses could have their own calls forgotten. */
    @Test
    void remembersACallerWhoCallsAgainHoweverManyOthersDo() {
        call("a", 6);
        for (int i = 0; i < 50_000; i++) {
            call("caller " + i, 1);
            if (i % 5_000 == 0) {
                refuses("a", 10);
            }
        }
        refuses("a", 10);
    }
}
