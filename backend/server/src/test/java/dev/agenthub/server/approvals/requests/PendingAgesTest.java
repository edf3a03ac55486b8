package dev.agenthub.server.approvals.requests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PendingAgesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");

    private static PendingAges.Count of(Duration... ages) {
        return PendingAges.Count.of(List.of(ages).stream().map(NOW::minus).toList(), NOW);
    }

    /** A bucket of a Prometheus histogram holds what is at its upper bound, and everything that is in the ones before. */
    @Test
    void countsAnAgeAtABoundInItsBucketAndInAllLaterOnes() {
        PendingAges.Count count = of(Duration.ofMinutes(1), Duration.ofMinutes(1).plusNanos(1), Duration.ofDays(2));
        assertThat(count.youngerThan()).isEqualTo(Map.of(Duration.ofMinutes(1), 1L, Duration.ofMinutes(10), 2L,
                Duration.ofHours(1), 2L, Duration.ofDays(1), 2L));
        assertThat(count.all()).isEqualTo(3);
        assertThat(count.oldest()).isEqualTo(Duration.ofDays(2));
    }

    @Test
    void namesEveryBucketWhereNothingWaits() {
        assertThat(of().youngerThan().values()).hasSize(4).containsOnly(0L);
        assertThat(of().oldest()).isZero();
    }
}
