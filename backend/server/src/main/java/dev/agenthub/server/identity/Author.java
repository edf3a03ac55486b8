package dev.agenthub.server.identity;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Whose change it is.
 *
 * @param request the proposal by which others approved it; null where it needed none
 * @param key the device key of the session in which it is made; null where the backend applies what was approved
 * @param session that session
 */
public record Author(StoredMember person, @Nullable UUID request, @Nullable String key, @Nullable UUID session) {

    /** Outside of any session. */
    public Author(StoredMember person, @Nullable UUID request) {
        this(person, request, null, null);
    }

    /** A caller who needed nobody's approval. */
    public static Author of(MemberCaller caller) {
        return new Author(caller.person(), null, caller.key(), caller.session());
    }

    /**
     * Who that is now: another transaction may have removed them, changed their roles or
     * revoked their key since they called. Its caller holds them.
     *
     * @throws RefusedException UNAUTHENTICATED where their membership, key or session has ended
     */
    StoredMember requireCurrent(Handle handle, UUID org) {
        return MemberRows.find(handle, org, member()).filter(StoredMember::active)
                .filter(_ -> key == null || MemberKeys.isValid(handle, org, key))
                .filter(_ -> session == null || Sessions.isOpen(handle, org, session))
                .orElseThrow(() -> new RefusedException(ErrorCode.UNAUTHENTICATED));
    }

    public UUID member() {
        return person.id();
    }

    public Actor actor() {
        return person.actor();
    }
}
