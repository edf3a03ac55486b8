package dev.agenthub.evidence.policy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether approvals meet the requirements. Each person counts for one requirement only, assigned so that as many as possible are
 * met (a maximum matching).
 *
 * <p>The backend asks this before it executes, and the verifier asks it again about the log.
 */
public final class Quorum {

    /** So many people of this group. A count below one is never met: an omitted number must not open the gate. */
    public record Requirement(int count, String group) {}

    /**
     * A member who approved.
     *
     * @param groups they are in
     * @param absent the members for whom they decide now
     */
    public record Voter(UUID member, Set<String> groups, List<Absent> absent) {

        public Voter {
            groups = Set.copyOf(groups);
            absent = List.copyOf(absent);
        }

        /** An approver without delegations from others. */
        public Voter(UUID member, Set<String> groups) {
            this(member, groups, List.of());
        }

        /**
         * The groups that they count in: their own, those of whom they decide for and who did not speak themselves, and every group that is
         * asked if one of these is the group that the request was escalated to.
         */
        private Voter standingIn(Set<UUID> others, List<Requirement> requirements, @Nullable String escalatedTo) {
            Set<String> all = new HashSet<>(groups);
            absent.stream().filter(one -> !others.contains(one.member())).forEach(one -> all.addAll(one.groups()));
            if (escalatedTo != null && all.contains(escalatedTo)) {
                requirements.forEach(requirement -> all.add(requirement.group()));
            }
            return new Voter(member, all);
        }
    }

    /** A member who delegated, with their groups. */
    public record Absent(UUID member, Set<String> groups) {

        public Absent {
            groups = Set.copyOf(groups);
        }
    }

    /** How far one requirement is met. */
    public record Progress(Requirement requirement, int counted) {

        public boolean met() {
            return requirement.count() > 0 && counted >= requirement.count();
        }
    }

    /**
     * How far all requirements are met.
     *
     * @param needed the people needed over all requirements
     * @param counted the people who count towards one
     */
    public record Status(boolean met, long needed, int counted, List<Progress> requirements) {

        public Status {
            requirements = List.copyOf(requirements);
        }
    }

    private final List<Requirement> requirements;
    private final List<List<Voter>> seats = new ArrayList<>();
    /** The requirements of each group. */
    private final Map<String, List<Integer>> ofGroup = new HashMap<>();

    private Quorum(List<Requirement> requirements) {
        this.requirements = requirements;
        for (int i = 0; i < requirements.size(); i++) {
            seats.add(new ArrayList<>());
            ofGroup.computeIfAbsent(requirements.get(i).group(), group -> new ArrayList<>()).add(i);
        }
    }

    /**
     * Assigns approvers to requirements so that as many as possible count.
     *
     * @param requirements what the policy asks; none at all is never met, so that "allowed by policy" stays the caller's own, explicit case
     * @param approvers who approved; one member given twice counts once
     * @param excluded members who never count, whoever decides for them: the requester and the agent's owner
     */
    public static Status evaluate(List<Requirement> requirements, Collection<Voter> approvers, Set<UUID> excluded) {
        return evaluate(requirements, approvers, excluded, null);
    }

    /**
     * As above, for an escalated request.
     *
     * @param escalatedTo the group whose members count in every group that is asked; null for none
     */
    public static Status evaluate(List<Requirement> requirements, Collection<Voter> approvers, Set<UUID> excluded,
            @Nullable String escalatedTo) {
        Quorum quorum = new Quorum(requirements);
        Map<UUID, Voter> people = new LinkedHashMap<>();
        approvers.forEach(voter -> people.putIfAbsent(voter.member(), voter));
        people.keySet().removeAll(excluded);
        Set<UUID> speakForThemselves = new HashSet<>(excluded);
        speakForThemselves.addAll(people.keySet());
        people.values().forEach(
                voter -> quorum.seat(voter.standingIn(speakForThemselves, requirements, escalatedTo)));
        return quorum.status();
    }

    /**
     * Who could take a seat of a requirement.
     *
     * @param from the move that would free their own seat's requirement for another; null for whoever has none yet
     */
    private record Move(Voter voter, int to, @Nullable Move from) {}

    /** Gives the voter a seat, moving others to another of theirs where that makes room (the shortest augmenting path). */
    private void seat(Voter voter) {
        Set<Integer> tried = new HashSet<>();
        Deque<Move> moves = new ArrayDeque<>();
        offer(voter, null, tried, moves);
        while (!moves.isEmpty()) {
            Move move = moves.remove();
            List<Voter> seated = seats.get(move.to);
            if (seated.size() < requirements.get(move.to).count()) {
                make(move);
                return;
            }
            seated.forEach(other -> offer(other, move, tried, moves));
        }
    }

    private void offer(Voter voter, @Nullable Move from, Set<Integer> tried, Deque<Move> moves) {
        voter.groups().stream().flatMap(group -> ofGroup.getOrDefault(group, List.of()).stream()).sorted()
                .filter(tried::add).forEach(to -> moves.add(new Move(voter, to, from)));
    }

    private void make(Move last) {
        for (Move move = last; move != null; move = move.from) {
            seats.get(move.to).add(move.voter);
            if (move.from != null) {
                seats.get(move.from.to).remove(move.voter);
            }
        }
    }

    private Status status() {
        List<Progress> progress = new ArrayList<>();
        long needed = 0;
        int counted = 0;
        for (int i = 0; i < requirements.size(); i++) {
            progress.add(new Progress(requirements.get(i), seats.get(i).size()));
            needed += Math.max(0, requirements.get(i).count());
            counted += seats.get(i).size();
        }
        boolean met = !progress.isEmpty() && progress.stream().allMatch(Progress::met);
        return new Status(met, needed, counted, progress);
    }
}
