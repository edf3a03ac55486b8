package dev.agenthub.evidence.verify.controls.state;

import dev.agenthub.evidence.statement.DelegationStatement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The delegations, as replayed from the log so far. */
public final class ReplayedDelegations {

    /**
     * A delegation that the member signed.
     *
     * @param key what it was signed with
     * @param ended whether it was ended before its time
     */
    public record Delegation(UUID member, String key, UUID delegate, Instant startsAt, Instant endsAt, boolean ended) {

        public static Delegation of(DelegationStatement statement) {
            return new Delegation(statement.member(), statement.key(), statement.delegate(), statement.startsAt(),
                    statement.endsAt(), false);
        }
    }

    private final Map<UUID, Delegation> all = new HashMap<>();
    /** What each member has in force or ahead, by its beginning; none of a member's overlap. */
    private final Map<UUID, NavigableMap<Instant, Delegation>> standing = new HashMap<>();
    /** Who ever let a delegate decide for them. */
    private final Map<UUID, Set<UUID>> members = new HashMap<>();

    /** The first of an id counts, and nobody is in two places: one that overlaps another of the same member counts for nothing. */
    public void begin(UUID id, Delegation delegation) {
        NavigableMap<Instant, Delegation> others = standing.computeIfAbsent(delegation.member(), _ -> new TreeMap<>());
        Map.Entry<Instant, Delegation> next = others.lowerEntry(delegation.endsAt());
        if ((next != null && next.getValue().endsAt().isAfter(delegation.startsAt()))
                || all.putIfAbsent(id, delegation) != null) {
            return;
        }
        others.put(delegation.startsAt(), delegation);
        members.computeIfAbsent(delegation.delegate(), _ -> new HashSet<>()).add(delegation.member());
    }

    public void end(UUID id) {
        Delegation one = all.get(id);
        if (one != null && !one.ended()) {
            all.put(id, new Delegation(one.member(), one.key(), one.delegate(), one.startsAt(), one.endsAt(), true));
            standing.getOrDefault(one.member(), new TreeMap<>()).remove(one.startsAt());
        }
    }

    /** What a delegate may do at a moment. */
    public List<Delegation> to(UUID delegate, Instant moment) {
        List<Delegation> found = new ArrayList<>();
        for (UUID member : members.getOrDefault(delegate, Set.of())) {
            Map.Entry<Instant, Delegation> last = standing.getOrDefault(member, new TreeMap<>()).floorEntry(moment);
            if (last != null && last.getValue().delegate().equals(delegate)
                    && moment.isBefore(last.getValue().endsAt())) {
                found.add(last.getValue());
            }
        }
        return found;
    }

    /** Every one, by its id. */
    public Map<UUID, Delegation> all() {
        return Collections.unmodifiableMap(all);
    }

    public void putAll(ReplayedDelegations others) {
        others.all.forEach(this::restore);
    }

    /** Takes one back in as it was remembered. */
    public void restore(UUID id, Delegation delegation) {
        if (delegation.ended()) {
            all.put(id, delegation);
        } else {
            begin(id, delegation);
        }
    }
}
