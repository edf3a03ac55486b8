package dev.agenthub.evidence.verify.controls.state;

import dev.agenthub.evidence.statement.PublicKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The members and their keys, as replayed from the log so far. */
public final class ReplayedMembers {

    /** An enrolled key. */
    public record Key(UUID member, PublicKey publicKey, boolean revoked) {}

    private final Map<String, Key> keys = new HashMap<>();
    private final Map<UUID, Set<String>> groups = new HashMap<>();
    private final Set<UUID> inactive = new HashSet<>();
    private final Set<UUID> approvers = new HashSet<>();
    /** Of the members who decide only what is of some workspaces. */
    private final Map<UUID, Set<UUID>> workspaces = new HashMap<>();

    public ReplayedMembers copy() {
        ReplayedMembers copy = new ReplayedMembers();
        copy.keys.putAll(keys);
        copy.groups.putAll(groups);
        copy.inactive.addAll(inactive);
        copy.approvers.addAll(approvers);
        copy.workspaces.putAll(workspaces);
        return copy;
    }

    /** A key belongs to the first member it was enrolled for: one person is not two. */
    public void enrol(String id, Key key) {
        keys.putIfAbsent(id, key);
    }

    public void revoke(String key) {
        keys.computeIfPresent(key, (id, known) -> new Key(known.member(), known.publicKey(), true));
    }

    public void change(UUID member, Set<String> nowIn, boolean active, boolean approver, @Nullable Set<UUID> onlyIn) {
        if (onlyIn == null) {
            workspaces.remove(member);
        } else {
            workspaces.put(member, Set.copyOf(onlyIn));
        }
        groups.put(member, Set.copyOf(nowIn));
        if (active) {
            inactive.remove(member);
        } else {
            inactive.add(member);
        }
        if (approver) {
            approvers.add(member);
        } else {
            approvers.remove(member);
        }
    }

    @Nullable
    public Key key(String id) {
        return keys.get(id);
    }

    /** Every key, by its id. */
    public Map<String, Key> keys() {
        return keys;
    }

    /** Every member the log has told of, with their groups. */
    public Map<UUID, Set<String>> groups() {
        return groups;
    }

    public boolean isActive(UUID member) {
        return !inactive.contains(member);
    }

    /** Whether they have the role of those who decide. */
    public boolean isApprover(UUID member) {
        return approvers.contains(member);
    }

    /** The workspaces that a member decides in; null for every one. */
    @Nullable
    public Set<UUID> workspaces(UUID member) {
        return workspaces.get(member);
    }

    private boolean decidesIn(UUID member, @Nullable UUID workspace) {
        Set<UUID> only = workspaces.get(member);
        return only == null || (workspace != null && only.contains(workspace));
    }

    /**
     * Whether a vote with this key still stands.
     *
     * @param workspace of what is decided; null where it is the whole organization's
     */
    public boolean mayVote(UUID member, String key, @Nullable UUID workspace) {
        Key known = keys.get(key);
        return known != null && !known.revoked() && isActive(member) && isApprover(member)
                && decidesIn(member, workspace);
    }

    /** The groups of a member, none where the log has not told. */
    public Set<String> groups(UUID member) {
        return groups.getOrDefault(member, Set.of());
    }
}
