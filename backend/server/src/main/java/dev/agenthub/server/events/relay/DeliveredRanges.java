package dev.agenthub.server.events.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The ranges of one organization's log that were delivered to this backend's listeners. Not thread-safe. */
final class DeliveredRanges {
    private final TreeMap<Long, Long> above = new TreeMap<>();
    private long below;

    /** A range of sequence numbers, {@code to} exclusive. */
    record Range(long from, long to) {}

    DeliveredRanges(long below) {
        this.below = below;
    }

    void told(long from, long to) {
        above.merge(from, to, Math::max);
        while (!above.isEmpty() && above.firstKey() <= below) {
            below = Math.max(below, above.pollFirstEntry().getValue());
        }
    }

    /** The ranges before this size of the log that were not delivered yet. */
    List<Range> missing(long size) {
        List<Range> missing = new ArrayList<>();
        long at = below;
        for (Map.Entry<Long, Long> range : above.entrySet()) {
            if (range.getKey() > at) {
                missing.add(new Range(at, Math.min(range.getKey(), size)));
            }
            at = Math.max(at, range.getValue());
        }
        if (at < size) {
            missing.add(new Range(at, size));
        }
        return missing;
    }
}
