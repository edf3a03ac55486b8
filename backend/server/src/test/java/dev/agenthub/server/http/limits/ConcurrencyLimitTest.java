package dev.agenthub.server.http.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.common.ApiFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {

    @Test
    void letsACallWaitForTheCallersOwnAndForNobodyElses() {
        ConcurrencyLimit limit = new ConcurrencyLimit(2, Duration.ofSeconds(60));
        ConcurrencyLimit.Slot first = limit.take("agent");
        ConcurrencyLimit.Slot second = limit.take("agent");
        CompletableFuture<ConcurrencyLimit.Slot> third = CompletableFuture.supplyAsync(() -> limit.take("agent"));

        limit.take("owner").close();
        assertThat(third).isNotDone();
        first.close();
        first.close();
        ConcurrencyLimit.Slot got = third.join();
        second.close();
        got.close();
        assertThat(limit.callers()).isZero();
    }

    @Test
    void refusesACallThatGetsNoSlotInTime() {
        ConcurrencyLimit limit = new ConcurrencyLimit(1, Duration.ofMillis(5));
        try (ConcurrencyLimit.Slot _ = limit.take("agent")) {
            assertThatThrownBy(() -> limit.take("agent")).isInstanceOfSatisfying(ApiFailure.class,
                    e -> assertThat(e.error()).isEqualTo(ErrorCode.SERVER_BUSY));
        }
        limit.take("agent").close();
        assertThat(limit.callers()).isZero();
    }

    @Test
    void admitsNobodyMoreWhereASlotIsClosedTwice() {
        ConcurrencyLimit limit = new ConcurrencyLimit(2, Duration.ofMillis(5));
        ConcurrencyLimit.Slot first = limit.take("agent");
        try (ConcurrencyLimit.Slot _ = limit.take("agent")) {
            first.close();
            first.close();
            try (ConcurrencyLimit.Slot _ = limit.take("agent")) {
                assertThatThrownBy(() -> limit.take("agent")).isInstanceOf(LimitReachedException.class);
            }
        }
        assertThat(limit.callers()).isZero();
    }
}
