package dev.agenthub.server.governance.changes;

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
 * A change of an organization's rules, which can be frozen ({@link #after}) and read again from that.
 *
 * @param <T> the result for its author
 */
public interface GovernanceChange<T> {

    /** The kind, by which governance policies require approvals. */
    ChangeKind kind();

    /** What is changed, by which proposals and events name it. */
    Subject subject();

    /** The workspace; null for the whole organization. */
    default @Nullable UUID workspace() {
        return null;
    }

    /** The title in lists. */
    String title(Handle handle, UUID org);

    /** The present state of what is changed; null where there is none. */
    @Nullable
    JsonValue before(Handle handle, UUID org);

    /** The wanted state, from which the change can be read again. */
    JsonObject after();

    /**
     * Makes the change in the caller's transaction.
     *
     * @throws dev.agenthub.server.common.RefusedException with the code of why the author may not make it, or why it cannot be made
     */
    Recorded<T> apply(Handle handle, UUID org, Author by);

    /** Does the work after the commit, and returns the final result. */
    default T committed(UUID org, T result) {
        return result;
    }
}
