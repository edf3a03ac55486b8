package dev.agenthub.server.http.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatencyTest {
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);

    /** A bucket of a Prometheus histogram holds what is at its upper bound, and everything that is in the ones before. */
    @Test
    void countsADurationAtABoundInItsBucketAndInAllLaterOnes() {
        Latency latency = new Latency();
        latency.add(SHORTEST);
        latency.add(SHORTEST + 1);
        latency.add(LONGEST);
        latency.add(LONGEST + 1);
        MetricsText text = new MetricsText();
        latency.write(text, "t", "a=\"b\"");

        assertThat(text.toString()).isEqualTo("""
                t_bucket{a="b",le="0.005"} 1
                t_bucket{a="b",le="0.025"} 2
                t_bucket{a="b",le="0.1"} 2
                t_bucket{a="b",le="0.5"} 2
                t_bucket{a="b",le="2.5"} 2
                t_bucket{a="b",le="10.0"} 3
                t_bucket{a="b",le="+Inf"} 4
                t_sum{a="b"} 20.010000002
                t_count{a="b"} 4
                """);
    }
}
