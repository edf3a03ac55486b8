package dev.agenthub.server.cluster;

import java.time.Duration;
import java.util.UUID;

/**
 * Identifies this backend process among those on the same database.
 *
 * @param process random, new at every start
 * @param alone whether no other process can be running: unfinished work found at the start then belongs to no one
 * @param lease how long a run remains this process's after its last renewal
 */
public record BackendInstance(UUID process, boolean alone, Duration lease) {
    private static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

    public static BackendInstance single() {
        return new BackendInstance(UUID.randomUUID(), true, DEFAULT_LEASE);
    }

    public static BackendInstance shared() {
        return new BackendInstance(UUID.randomUUID(), false, DEFAULT_LEASE);
    }
}
