package dev.agenthub.server.identity;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Role;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.ActorKind;
import dev.agenthub.server.RefusedException;
import java.util.List;
import java.util.UUID;

/** A member as they are now. */
public record Person(UUID id, String name, boolean active, List<Role> roles, List<String> groups) {

    public Person {
        roles = List.copyOf(roles);
        groups = List.copyOf(groups);
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
     * Goes on only with one of these roles.
     *
     * @throws RefusedException FORBIDDEN without
     */
    public Person require(Role... anyOf) {
        if (!has(anyOf)) {
            throw new RefusedException(ErrorCode.FORBIDDEN);
        }
        return this;
    }

    public Actor actor() {
        return new Actor(id.toString(), ActorKind.MEMBER, name);
    }
}
