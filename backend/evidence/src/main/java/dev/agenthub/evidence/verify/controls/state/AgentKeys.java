package dev.agenthub.evidence.verify.controls.state;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Keys of agents that still work and were shown to members, who can therefore speak for their agents. */
public final class AgentKeys {

    /** A key that was shown. */
    public record Shown(UUID agent, UUID to) {}

    /** By their id; one that the log says twice to have been issued was shown to each. */
    private final Map<String, Set<Shown>> keys = new HashMap<>();

    public void putAll(AgentKeys others) {
        others.keys.forEach((key, shown) -> shown.forEach(one -> issue(key, one)));
    }

    public void issue(String key, Shown shown) {
        keys.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(shown);
    }

    /** For that agent alone: an event that names another frees nobody who holds a key of this one. */
    public void revoke(String key, UUID agent) {
        keys.computeIfPresent(key, (_, shown) -> {
            shown.removeIf(one -> one.agent().equals(agent));
            return shown.isEmpty() ? null : shown;
        });
    }

    public void revokeAll(UUID agent) {
        keys.values().forEach(shown -> shown.removeIf(one -> one.agent().equals(agent)));
        keys.values().removeIf(Set::isEmpty);
    }

    /** Every key, by its id. */
    public Map<String, Set<Shown>> all() {
        return keys;
    }

    /** The members who can speak for an agent now. */
    public Set<UUID> holders(UUID agent) {
        return keys.values().stream().flatMap(Set::stream).filter(shown -> shown.agent().equals(agent)).map(Shown::to)
                .collect(Collectors.toSet());
    }
}
