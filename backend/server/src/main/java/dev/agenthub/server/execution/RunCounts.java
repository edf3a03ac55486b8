package dev.agenthub.server.execution;

import dev.agenthub.api.RunOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts this process's runs by result, for metrics. Thread-safe. */
public final class RunCounts {

    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
    private final LongAdder nanos = new LongAdder();

    RunCounts() {
        for (RunOutcome outcome : RunOutcome.values()) {
            outcomes.put(outcome.toString(), new LongAdder());
        }
    }

    void ended(RunOutcome outcome, Duration call) {
        outcomes.computeIfAbsent(outcome.toString(), _ -> new LongAdder()).increment();
        nanos.add(call.toNanos());
    }

    void refused(String code) {
        refusals.computeIfAbsent(code, _ -> new LongAdder()).increment();
    }

    /** The number of ended runs by outcome. */
    public Map<String, Long> outcomes() {
        return sums(outcomes);
    }

    /** The number of approved requests that were refused when they were to run, by code. */
    public Map<String, Long> refusals() {
        return sums(refusals);
    }

    /** The total duration of the calls of ended runs. */
    public Duration calling() {
        return Duration.ofNanos(nanos.sum());
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }
}
