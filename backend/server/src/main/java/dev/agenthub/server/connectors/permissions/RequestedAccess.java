package dev.agenthub.server.connectors.permissions;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import dev.agenthub.server.connectors.catalog.StoredDefinition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is authorized for: the state in proposals and in the event {@code connector.authorized} (SPEC.md §2).
 *
 * @param asked the permissions requested from the provider, in order; none for a static key
 * @param service the catalog's name, or the {@linkplain ConnectorDefinition#reference() reference}
 *        of an administrator's definition; null where only the address is known
 */
public record RequestedAccess(Permissions asked, String baseUrl, String name, @Nullable String service,
        UUID workspace) {

    private static final String SELECT = """
            select c.name, c.workspace_id, c.base_url, c.kind, c.definition, c.own_definition, n.id as connection, n.asked, n.asked_details
              from connector c
              left join lateral (select id, asked, asked_details from connection n
                                  where n.org_id = c.org_id and n.connector_id = c.id
                                  order by n.created_at desc, n.id desc limit 1) n on true
             where c.org_id = :org and c.id = :connector
            """;

    /** Puts the permissions in order. */
    public RequestedAccess {
        asked = asked.sorted();
    }

    /**
     * What a connector would be authorized for with these permissions.
     *
     * @throws RefusedException NOT_FOUND
     */
    public static RequestedAccess of(Handle handle, UUID org, UUID connector, Permissions asked) {
        return handle.createQuery(SELECT).bind("org", org).bind("connector", connector)
                .map((row, _) -> read(row, asked)).findOne()
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    /** What a connector is authorized for now; empty where it is not. */
    public static Optional<RequestedAccess> present(Handle handle, UUID org, UUID connector) {
        return handle.createQuery(SELECT + " and n.id is not null").bind("org", org).bind("connector", connector)
                .map((row, _) -> read(row, PermissionColumns.asked(row))).findOne();
    }

    private static RequestedAccess read(ResultSet row, Permissions asked) throws SQLException {
        ConnectorDefinition definition = StoredDefinition.of(row);
        return new RequestedAccess(asked, row.getString("base_url"), row.getString("name"),
                definition == null ? null : definition.reference(),
                Rows.uuid(row, "workspace_id"));
    }

    /** The state in proposals. */
    public JsonObject state() {
        return put(JsonObject.builder()).build();
    }

    /** Adds the state to an event's data. */
    public JsonObject.Builder put(JsonObject.Builder data) {
        return data.put("asked", asked.array()).put("baseUrl", baseUrl).put("name", name)
                .put("service", service == null ? JsonNull.NULL : new JsonString(service))
                .put("workspace", workspace.toString());
    }
}
