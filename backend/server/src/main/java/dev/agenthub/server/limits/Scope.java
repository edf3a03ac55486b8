package dev.agenthub.server.limits;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.common.RefusedException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What a limit applies to: a workspace, or one of its connectors.
 *
 * @param connector null for the whole workspace
 */
record Scope(UUID workspace, @Nullable UUID connector) {

    /**
     * Reads a scope from a request.
     *
     * @throws RefusedException LIMIT_INVALID, beginning with the member that is wrong
     */
    static Scope of(Handle handle, UUID org, String workspace, @Nullable UUID connector) {
        List<UUID> found = handle.createQuery("""
                select id from hub.workspace where org_id = :org and (name = :named or id::text = lower(:named))
                """)
                .bind("org", org).bind("named", workspace).mapTo(UUID.class).list();
        if (found.size() != 1) {
            throw invalid("workspace: there is none of that name or id here.");
        }
        if (connector != null && handle.createQuery("""
                select id from hub.connector where org_id = :org and id = :connector and workspace_id = :workspace
                """)
                .bind("org", org).bind("connector", connector).bind("workspace", found.getFirst())
                .mapTo(UUID.class).list().isEmpty()) {
            throw invalid("connector: the workspace has none of that id.");
        }
        return new Scope(found.getFirst(), connector);
    }

    /** The SQL condition on the columns of this scope. */
    String condition() {
        return "workspace_id = :workspace and connector_id "
                + (connector == null ? "is null" : "= :connector");
    }

    static RefusedException invalid(String detail) {
        return new RefusedException(ErrorCode.LIMIT_INVALID, detail);
    }
}
