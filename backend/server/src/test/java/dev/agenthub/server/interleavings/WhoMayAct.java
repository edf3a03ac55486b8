package dev.agenthub.server.interleavings;

import dev.agenthub.server.interleavings.DelegationsInForce.Moment;
import dev.agenthub.server.interleavings.ExpectedTerms.Approver;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Who may do what at a place in the log: members, their keys, and who can speak for which agent. */
final class WhoMayAct {

    private static final String APPROVER = "approver";
    private static final Set<String> EDITORS = Set.of(APPROVER, "admin", "owner");

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
    private final DelegationsInForce delegations;

    WhoMayAct(DelegationsInForce delegations) {
        this.delegations = delegations;
    }

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

    /** Whether the member asks, or wrote a part of what is asked, whatever keys there are. */
    boolean asks(UUID member, LoggedRequest request) {
        return member.equals(request.proposer) || request.editors.contains(member);
    }

    /** Whether the member can speak for whoever asked. */
    boolean speaksFor(UUID member, LoggedRequest request) {
        UUID agent = request.agent;
        return asks(member, request) || (agent != null && (member.equals(owners.get(agent)) || shown.values().stream()
                .anyMatch(key -> key.agent.equals(agent) && key.member.equals(member) && key.until > request.seq)));
    }

    /** Whether the member may put a request with other arguments in the place of this one. */
    boolean mayEdit(UUID member, LoggedRequest request) {
        Membership there = members.get(member);
        return there != null && there.active() && (!Collections.disjoint(there.roles(), EDITORS)
                || member.equals(owners.get(request.agent)) || request.editors.contains(member));
    }

    /** The members whose approvals count towards a quorum now. */
    private Set<UUID> approving(LoggedRequest request) {
        return request.votes.entrySet().stream()
                .filter(entry -> entry.getValue().decision().equals("approve")
                        && counts(request, entry.getKey(), entry.getValue()))
                .map(Map.Entry::getKey).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Those of these votes that count towards a quorum now, each as one person, whomever they decide for.
     *
     * @param moment when it is asked who lets others decide; null where nobody is believed to
     */
    List<Approver> counting(LoggedRequest request, @Nullable Moment moment) {
        Set<UUID> approving = approving(request);
        return approving.stream().map(member -> {
            Set<String> groups = new HashSet<>(groups(member));
            absent(request, member, moment).filter(one -> !approving.contains(one))
                    .forEach(one -> groups.addAll(groups(one)));
            ExpectedTerms.Escalation escalation = request.demand.escalation();
            if (request.escalated && escalation != null && groups.contains(escalation.group())) {
                groups.addAll(request.demand.seats());
            }
            return new Approver(member, groups);
        }).toList();
    }

    /** Whether the member is asked about the request, or decides for one who is and has not approved. */
    boolean isAsked(LoggedRequest request, UUID member, Moment moment) {
        Set<UUID> approving = approving(request);
        return isAsked(request, groups(member)) || absent(request, member, moment)
                .anyMatch(one -> !approving.contains(one) && isAsked(request, groups(one)));
    }

    private static boolean isAsked(LoggedRequest request, Set<String> groups) {
        ExpectedTerms.Escalation escalation = request.demand.escalation();
        return request.demand.seats().stream().anyMatch(groups::contains)
                || (request.escalated && escalation != null && groups.contains(escalation.group()));
    }

    /** For whom the member decides of those who could decide the request themselves. */
    private Stream<UUID> absent(LoggedRequest request, UUID member, @Nullable Moment moment) {
        return moment == null
                ? Stream.empty()
                : delegations.of(member, moment).stream()
                        .filter(delegation -> mayVote(delegation.member(), delegation.key()))
                        .map(DelegationsInForce.Delegation::member)
                        .filter(one -> !speaksFor(one, request) && !isBarred(request.demand, one));
    }

    /** Whether a member of the group that may has overridden, and still may. */
    boolean overridden(LoggedRequest request) {
        return request.overrideGroup != null && request.votes.entrySet().stream()
                .anyMatch(entry -> entry.getValue().decision().equals("override")
                        && !entry.getValue().reason().isBlank() && counts(request, entry.getKey(), entry.getValue())
                        && groups(entry.getKey()).contains(request.overrideGroup));
    }

    private boolean counts(LoggedRequest request, UUID member, LoggedRequest.Vote vote) {
        return mayVote(member, vote.key()) && !speaksFor(member, request) && !isBarred(request.demand, member);
    }

    boolean isBarred(ExpectedTerms demand, UUID member) {
        return demand.barred() != null && groups(member).contains(demand.barred());
    }
}
