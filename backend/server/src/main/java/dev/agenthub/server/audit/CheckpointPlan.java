package dev.agenthub.server.audit;

import java.time.Duration;

/**
 * When a log gets a checkpoint without being asked.
 *
 * @param interval the longest that an entry goes without one
 * @param entries so many new entries get one at once
 */
public record CheckpointPlan(Duration interval, int entries) {

    /** Five minutes, or a thousand entries. */
    public static final CheckpointPlan USUAL = new CheckpointPlan(Duration.ofMinutes(5), 1_000);

    public CheckpointPlan {
        if (!interval.isPositive() || entries < 1) {
            throw new IllegalArgumentException("An interval is longer than nothing, and entries are at least one");
        }
    }
}
