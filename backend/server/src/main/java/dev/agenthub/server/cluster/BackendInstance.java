package dev.agenthub.server.cluster;

import java.time.Duration;
import java.util.UUID;

/**
 * This backend process among those that may work on the same database.
 *
 * @param process drawn anew at every start
 * @param alone whether no other process can be at work: then whatever is unfinished at the start is nobody's
 * @param lease how long a run stays this process's after its last sign of life
 */
public record BackendInstance(UUID process, boolean alone, Duration lease) {
    private static final Duration USUAL_LEASE = Duration.ofSeconds(30);

    public static BackendInstance single() {
        return new BackendInstance(UUID.randomUUID(), true, USUAL_LEASE);
    }

    public static BackendInstance shared() {
        return new BackendInstance(UUID.randomUUID(), false, USUAL_LEASE);
    }
}
