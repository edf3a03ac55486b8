package dev.agenthub.server.governance;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.identity.Author;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One change of the organization's rules, which can be frozen ({@link #after}) and later be read again from what was frozen.
 *
 * @param <T> what whoever makes it gets
 */
interface GovernanceChange<T> {

    ChangeKind kind();

    Subject subject();

    /** Null where it is the whole organization's. */
    default @Nullable UUID workspace() {
        return null;
    }

    /** What lists call it. */
    String title(Handle handle, UUID org);

    /** The present state of what is changed; null where there is none. */
    @Nullable
    JsonValue before(Handle handle, UUID org);

    /** The state that is wanted, from which the change can be read again. */
    JsonObject after();

    /**
     * Makes it in the caller's transaction.
     *
     * @throws dev.agenthub.server.common.RefusedException with the code of why the author may not make it, or why it can't be made
     */
    Recorded<T> apply(Handle handle, UUID org, Author by);

    /** Does what there is to do after the commit, and returns what came of all. */
    default T committed(UUID org, T result) {
        return result;
    }
}
