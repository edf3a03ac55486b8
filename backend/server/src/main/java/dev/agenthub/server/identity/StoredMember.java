package dev.agenthub.server.identity;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Role;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.ActorKind;
import dev.agenthub.server.common.RefusedException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A member's present row, with roles, groups and workspaces.
 *
 * @param workspaces the workspaces whose requests they see and decide; null for every workspace
 */
public record StoredMember(UUID id, String name, boolean active, List<Role> roles, List<String> groups,
        @Nullable List<UUID> workspaces) {

    /** A member of every workspace. */
    public StoredMember(UUID id, String name, boolean active, List<Role> roles, List<String> groups) {
        this(id, name, active, roles, groups, null);
    }

    public StoredMember {
        roles = List.copyOf(roles);
        groups = List.copyOf(groups);
        workspaces = workspaces == null ? null : List.copyOf(workspaces);
    }

    /** Whether the member sees what belongs to that workspace; null for the whole organization. */
    public boolean sees(@Nullable UUID workspace) {
        return workspaces == null || (workspace != null && workspaces.contains(workspace));
    }

    public boolean has(Role... anyOf) {
        for (Role role : anyOf) {
            if (roles.contains(role)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Requires one of these roles.
     *
     * @throws RefusedException FORBIDDEN
     */
    public StoredMember require(Role... anyOf) {
        if (!has(anyOf)) {
            throw new RefusedException(ErrorCode.FORBIDDEN);
        }
        return this;
    }

    public Actor actor() {
        return new Actor(id.toString(), ActorKind.MEMBER, name);
    }
}
