package dev.agenthub.server.leases;

import java.time.Duration;
import java.util.UUID;

/**
 * This process among those that may work on the same database.
 *
 * @param process drawn anew at every start
 * @param alone whether no other process can be at work: then whatever is unfinished at the start is nobody's
 * @param lease how long a run stays this process's after its last sign of life
 */
public record Tenure(UUID process, boolean alone, Duration lease) {
    private static final Duration USUAL_LEASE = Duration.ofSeconds(30);

    public static Tenure single() {
        return new Tenure(UUID.randomUUID(), true, USUAL_LEASE);
    }

    public static Tenure shared() {
        return new Tenure(UUID.randomUUID(), false, USUAL_LEASE);
    }
}
