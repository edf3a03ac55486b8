package dev.agenthub.server.identity;

import dev.agenthub.api.Role;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.ActorKind;
import java.util.List;
import java.util.UUID;

/** A member as they are now. */
public record Person(UUID id, String name, boolean active, List<Role> roles, List<String> groups) {

    public Person {
        roles = List.copyOf(roles);
        groups = List.copyOf(groups);
    }

    public Actor actor() {
        return new Actor(id.toString(), ActorKind.MEMBER, name);
    }
}
