package dev.agenthub.server.identity;

import dev.agenthub.evidence.chain.Actor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose change it is.
 *
 * @param request the proposal by which others approved it; null where it needed none
 */
public record Author(Person person, @Nullable UUID request) {

    public UUID member() {
        return person.id();
    }

    public Actor actor() {
        return person.actor();
    }
}
