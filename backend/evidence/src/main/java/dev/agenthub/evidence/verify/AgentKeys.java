package dev.agenthub.evidence.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Keys of agents that still work and were shown to members, who can therefore speak for their agents. */
final class AgentKeys {

    /** A key that was shown. */
    record Shown(UUID agent, UUID to) {}

    private final Map<String, Shown> keys = new HashMap<>();

    void putAll(AgentKeys others) {
        keys.putAll(others.keys);
    }

    void issue(String key, Shown shown) {
        keys.putIfAbsent(key, shown);
    }

    void revoke(String key) {
        keys.remove(key);
    }

    void revokeAll(UUID agent) {
        keys.values().removeIf(shown -> shown.agent().equals(agent));
    }

    /** Every key, by its id. */
    Map<String, Shown> all() {
        return keys;
    }

    /** The members who can speak for an agent now. */
    Set<UUID> holders(UUID agent) {
        return keys.values().stream().filter(shown -> shown.agent().equals(agent)).map(Shown::to)
                .collect(Collectors.toSet());
    }
}
