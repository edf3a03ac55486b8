package dev.agenthub.app.ui.approvals.reading;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells what stayed on screen without a break for long enough to have been drawn, whatever flew past meanwhile.
 *
 * @param <K> a thing and which part of it was on screen
 */
public final class Dwell<K> {
    /** Six frames of a monitor of 60 Hz: nothing that is only scrolled past. */
    public static final Duration LONG_ENOUGH = Duration.ofMillis(100);

    private Map<K, Long> since = new HashMap<>();

    /**
     * Takes a look.
     *
     * @param nowOnScreen everything that is on screen now
     * @param nanos the time of {@link System#nanoTime()}
     * @return what of it has been there for long enough
     */
    public List<K> look(Set<K> nowOnScreen, long nanos) {
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
