package dev.agenthub.server.identity;

import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose change it is.
 *
 * @param request the proposal by which others approved it; null where it needed none
 * @param key the device key of the session in which it is made; null where the backend applies what was approved
 * @param session that session
 */
public record Author(Person person, @Nullable UUID request, @Nullable String key, @Nullable UUID session) {

    /** Outside of any session. */
    public Author(Person person, @Nullable UUID request) {
        this(person, request, null, null);
    }

    /** A caller who needed nobody's approval. */
    public static Author of(MemberCaller caller) {
        return new Author(caller.person(), null, caller.key(), caller.session());
    }

    public UUID member() {
        return person.id();
    }

    public Actor actor() {
        return person.actor();
    }
}
