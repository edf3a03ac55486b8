package dev.agenthub.server.interleavings;

import dev.agenthub.server.interleavings.Demand.Approver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Who may do what at a place in the log: members, their keys, and who can speak for which agent. */
final class Standing {

    private static final String APPROVER = "approver";

    private record Membership(boolean active, Set<String> roles, Set<String> groups) {}

    /** A key that was shown to a member, until its place in the log where it was revoked. */
    private static final class Shown {
        private final UUID agent;
        private final UUID member;
        private int until = Integer.MAX_VALUE;

        Shown(UUID agent, UUID member) {
            this.agent = agent;
            this.member = member;
        }
    }

    private final Map<UUID, Membership> members = new HashMap<>();
    private final Map<String, UUID> keys = new HashMap<>();
    private final Map<UUID, UUID> owners = new HashMap<>();
    private final Set<UUID> disabled = new HashSet<>();
    private final Map<UUID, Shown> shown = new HashMap<>();

    /** Takes an event in, if it is about people or agents. */
    void apply(int seq, String type, JsonNode data) {
        switch (type) {
            case "member.changed" -> members.put(id(data, "member"), new Membership(data.get("active").asBoolean(),
                    texts(data.get("roles")), texts(data.get("groups"))));
            case "member.key_enrolled" -> keys.put(data.get("key").asString(), id(data, "member"));
            case "member.key_revoked" -> keys.remove(data.get("key").asString());
            case "agent.installed", "agent.updated" -> {
                owners.put(id(data, "agent"), id(data, "owner"));
                disabled.remove(id(data, "agent"));
            }
            case "agent.disabled" -> {
                disabled.add(id(data, "agent"));
                shown.values().stream().filter(key -> key.agent.equals(id(data, "agent")))
                        .forEach(key -> key.until = Math.min(key.until, seq));
            }
            case "agent.key_issued" ->
                shown.put(id(data, "key"), new Shown(id(data, "agent"), id(data, "shownTo")));
            case "agent.key_revoked" -> {
                Shown key = shown.get(id(data, "key"));
                if (key != null) {
                    key.until = seq;
                }
            }
            default -> {
                // Of something else.
            }
        }
    }

    static UUID id(JsonNode data, String name) {
        return UUID.fromString(data.get(name).asString());
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> all = new HashSet<>();
        array.forEach(text -> all.add(text.asString()));
        return all;
    }

    boolean isEnabled(UUID agent) {
        return owners.containsKey(agent) && !disabled.contains(agent);
    }

    /** Whether this key is the member's, and they may vote at all. */
    boolean mayVote(UUID member, String key) {
        Membership there = members.get(member);
        return there != null && there.active() && there.roles().contains(APPROVER) && member.equals(keys.get(key));
    }

    Set<String> groups(UUID member) {
        Membership there = members.get(member);
        return there == null ? Set.of() : there.groups();
    }

    /** Whether the member can speak for whoever asked at that place in the log. */
    boolean speaksFor(UUID member, @Nullable UUID agent, @Nullable UUID proposer, int asked) {
        return member.equals(proposer) || (agent != null && (member.equals(owners.get(agent)) || shown.values().stream()
                .anyMatch(key -> key.agent.equals(agent) && key.member.equals(member) && key.until > asked)));
    }

    /** Those of these votes that count towards a quorum now. */
    List<Approver> counting(LoggedRequest request) {
        List<Approver> counting = new ArrayList<>();
        request.votes.forEach((member, vote) -> {
            if (vote.decision().equals("approve") && counts(request, member, vote)) {
                counting.add(new Approver(member, groups(member)));
            }
        });
        return counting;
    }

    /** Whether a member of the group that may has overridden, and still may. */
    boolean overridden(LoggedRequest request) {
        return request.overrideGroup != null && request.votes.entrySet().stream()
                .anyMatch(entry -> entry.getValue().decision().equals("override")
                        && !entry.getValue().reason().isBlank() && counts(request, entry.getKey(), entry.getValue())
                        && groups(entry.getKey()).contains(request.overrideGroup));
    }

    private boolean counts(LoggedRequest request, UUID member, LoggedRequest.Vote vote) {
        return mayVote(member, vote.key()) && !speaksFor(member, request.agent, request.proposer, request.seq)
                && !isBarred(request.demand, member);
    }

    boolean isBarred(Demand demand, UUID member) {
        return demand.barred() != null && groups(member).contains(demand.barred());
    }
}
