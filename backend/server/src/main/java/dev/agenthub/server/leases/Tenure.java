package dev.agenthub.server.leases;

import java.util.UUID;

/**
 * This process among those that may work on the same database.
 *
 * @param process drawn anew at every start
 * @param alone whether no other process can be at work: then whatever is unfinished at the start is nobody's
 */
public record Tenure(UUID process, boolean alone) {

    public static Tenure single() {
        return new Tenure(UUID.randomUUID(), true);
    }

    public static Tenure shared() {
        return new Tenure(UUID.randomUUID(), false);
    }
}
