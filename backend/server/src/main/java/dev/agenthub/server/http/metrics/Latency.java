package dev.agenthub.server.http.metrics;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts answers by duration, as a histogram. Thread-safe. */
final class Latency {

    /** The buckets' upper bounds, in seconds. */
    private static final double[] BOUNDS = {0.005, 0.025, 0.1, 0.5, 2.5, 10};
    private static final double NANOS = 1e9;

    /** One counter for each bound, and one for longer durations. */
    private final List<LongAdder> counts = Stream.generate(LongAdder::new).limit(BOUNDS.length + 1L).toList();
    private final LongAdder nanos = new LongAdder();

    void add(long took) {
        int bound = 0;
        while (bound < BOUNDS.length && took > BOUNDS[bound] * NANOS) {
            bound++;
        }
        counts.get(bound).increment();
        nanos.add(took);
    }

    void write(MetricsText text, String name, String labels) {
        long sum = 0;
        for (int bound = 0; bound <= BOUNDS.length; bound++) {
            sum += counts.get(bound).sum();
            text.sample(name + "_bucket",
                    labels + ",le=\"" + (bound < BOUNDS.length ? Double.toString(BOUNDS[bound]) : "+Inf") + "\"", sum);
        }
        text.sample(name + "_sum", labels, nanos.sum() / NANOS);
        text.sample(name + "_count", labels, sum);
    }
}
