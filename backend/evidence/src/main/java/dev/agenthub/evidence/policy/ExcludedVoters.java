package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.documents.DocumentNode;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Who may not vote on a request: these members, and the members of these groups. The agent's owner may never vote. */
public record ExcludedVoters(Set<String> groups, Set<String> members) {

    public static final ExcludedVoters NOBODY = new ExcludedVoters(Set.of(), Set.of());

    public ExcludedVoters {
        groups = Set.copyOf(groups);
        members = Set.copyOf(members);
    }

    static ExcludedVoters read(DocumentNode node) {
        node.only(Set.of("groups", "members"));
        DocumentNode groups = node.get("groups");
        DocumentNode members = node.get("members");
        Set<String> groupNames = new TreeSet<>();
        Set<String> memberIds = new TreeSet<>();
        if (groups != null) {
            groups.items(100).forEach(group -> groupNames.add(Rule.group(group)));
        }
        if (members != null) {
            members.items(1000).forEach(member -> memberIds.add(Match.id(member)));
        }
        return new ExcludedVoters(groupNames, memberIds);
    }

    public boolean excludes(UUID member, Collection<String> inGroups) {
        return members.contains(member.toString()) || inGroups.stream().anyMatch(groups::contains);
    }

    ExcludedVoters and(ExcludedVoters other) {
        Set<String> allGroups = new TreeSet<>(groups);
        allGroups.addAll(other.groups);
        Set<String> allMembers = new TreeSet<>(members);
        allMembers.addAll(other.members);
        return new ExcludedVoters(allGroups, allMembers);
    }

    boolean covers(ExcludedVoters other) {
        return groups.containsAll(other.groups) && members.containsAll(other.members);
    }
}
