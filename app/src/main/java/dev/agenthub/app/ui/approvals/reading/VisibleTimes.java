package dev.agenthub.app.ui.approvals.reading;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures for how long parts have been on screen without a break, and tells which of them count as seen.
 *
 * @param <K> identifies a part
 */
public final class VisibleTimes<K> {
    /** The time after which a part counts as seen: six frames at 60 Hz, so that a part that is only scrolled past does not. */
    public static final Duration LONG_ENOUGH = Duration.ofMillis(100);

    private Map<K, Long> since = new HashMap<>();

    /**
     * Records what is on screen.
     *
     * @param nowOnScreen everything that is on screen now
     * @param nanos the time of {@link System#nanoTime()}
     * @return the parts that have been on screen for at least {@link #LONG_ENOUGH}
     */
    public List<K> update(Set<K> nowOnScreen, long nanos) {
        Map<K, Long> still = new HashMap<>();
        nowOnScreen.forEach(key -> still.put(key, since.getOrDefault(key, nanos)));
        since = still;
        return still.entrySet().stream().filter(entry -> nanos - entry.getValue() >= LONG_ENOUGH.toNanos())
                .map(Map.Entry::getKey).toList();
    }

    void forget() {
        since = new HashMap<>();
    }
}
