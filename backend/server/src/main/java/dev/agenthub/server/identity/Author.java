package dev.agenthub.server.identity;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The member who makes a change.
 *
 * @param request the proposal by which others approved it; null where none was needed
 * @param key the device key of the author's session; null where the backend applies an approved change
 * @param session the author's session; null likewise
 */
public record Author(StoredMember person, @Nullable UUID request, @Nullable String key, @Nullable UUID session) {

    /** Without a session. */
    public Author(StoredMember person, @Nullable UUID request) {
        this(person, request, null, null);
    }

    /** A caller whose change needs no approval. */
    public static Author of(MemberCaller caller) {
        return new Author(caller.person(), null, caller.key(), caller.session());
    }

    /**
     * The member's present row: another transaction may have removed them, changed their
     * roles or revoked their key since authentication. The caller holds the member's lock.
     *
     * @throws RefusedException UNAUTHENTICATED where the membership, key or session has ended
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
