package dev.agenthub.server.audit.checkpoints;

import java.time.Duration;

/**
 * When checkpoints are published automatically.
 *
 * @param interval the longest that an entry may remain without a checkpoint
 * @param entries the number of new entries at which a checkpoint is published at once
 */
public record CheckpointPlan(Duration interval, int entries) {

    /** Five minutes, or a thousand entries. */
    public static final CheckpointPlan DEFAULT = new CheckpointPlan(Duration.ofMinutes(5), 1_000);

    public CheckpointPlan {
        if (!interval.isPositive() || entries < 1) {
            throw new IllegalArgumentException("An interval is longer than nothing, and entries are at least one");
        }
    }
}
