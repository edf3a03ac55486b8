package dev.agenthub.server.connectors;

import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionState;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.agents.ToolNeeds;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.connectors.catalog.Authorization;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import dev.agenthub.server.connectors.catalog.StoredDefinition;
import dev.agenthub.server.connectors.permissions.PermissionViews;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads the API's views of connections, for administrators. */
public final class ConnectionViews {
    private static final String SELECT = """
            select c.id, c.name, c.workspace_id, c.base_url, c.header, c.prefix, c.enabled, c.kind, c.definition, c.own_definition,
                   c.client_id, n.id as connection, n.obtained_at, n.expires_at,
                   case when n.paused_until > now() then n.paused_until end as paused_until,
                   case when n.circuit_open_until > now() then n.circuit_open_until end as circuit_open_until, n.problem, n.asked, n.scopes, n.accepted,
                   n.asked_details, n.details, n.accepted_details
              from connector c
              left join lateral (select * from connection n
                                  where n.org_id = c.org_id and n.connector_id = c.id
                                  order by n.created_at desc, n.id desc limit 1) n on true
             where c.org_id = :org
            """;

    private ConnectionViews() {}

    /**
     * A connector's view and its present credential.
     *
     * @param connection the credential's id; null where there is none
     */
    record Found(Connection shown, @Nullable UUID connection) {

        /** Whether the credential comes from an OAuth authorization server. */
        boolean isAuthorized() {
            return shown.scopes() != null;
        }
    }

    static List<Connection> all(Handle handle, UUID org) {
        return handle.createQuery(SELECT + " order by c.name, c.id").bind("org", org)
                .map((row, _) -> found(handle, org, row).shown()).list();
    }

    /**
     * The view of one connection.
     *
     * @throws RefusedException NOT_FOUND
     */
    public static Connection require(Handle handle, UUID org, UUID connector) {
        return find(handle, org, connector).shown();
    }

    static Found find(Handle handle, UUID org, UUID connector) {
        return handle.createQuery(SELECT + " and c.id = :id").bind("org", org).bind("id", connector)
                .map((row, _) -> found(handle, org, row)).findOne()
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    /** The definition that a connection keeps of its service; empty where only the service's address is known. */
    static Optional<ConnectorDefinition> definition(Handle handle, UUID org, UUID connector) {
        return handle.createQuery(SELECT + " and c.id = :id").bind("org", org).bind("id", connector)
                .map((row, _) -> Optional.ofNullable(StoredDefinition.of(row))).findOne()
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    static Optional<Found> named(Handle handle, UUID org, UUID workspace, String name) {
        return handle.createQuery(SELECT + " and c.workspace_id = :workspace and c.name = :name")
                .bind("org", org).bind("workspace", workspace).bind("name", name)
                .map((row, _) -> found(handle, org, row)).findOne();
    }

    private static Found found(Handle handle, UUID org, ResultSet row) throws SQLException {
        UUID connector = Rows.uuid(row, "id");
        ConnectorDefinition definition = StoredDefinition.of(row);
        boolean authorized = row.getString("client_id") != null;
        UUID connection = Rows.uuidOrNull(row, "connection");
        PermissionViews views = authorized && definition != null
                ? PermissionViews.of(definition, ToolNeeds.of(handle, org, connector), row)
                : null;
        Instant obtained = Rows.instantOrNull(row, "obtained_at");
        return new Found(new Connection(connector, row.getString("name"), Rows.uuid(row, "workspace_id"),
                row.getString("base_url"), row.getString("header"), row.getString("prefix"),
                definition == null ? null : definition.name(),
                definition != null && definition.isOwn() ? definition.digest().hex() : null,
                state(row, connection), obtained,
                Rows.instantOrNull(row, "expires_at"), Rows.instantOrNull(row, "paused_until"),
                Rows.instantOrNull(row, "circuit_open_until"),
                authorized && definition != null && definition.authorization() instanceof Authorization.OAuth oauth
                        && oauth.device() != null,
                views == null ? null : views.scopes(), views == null ? null : views.details()),
                connection);
    }

    private static ConnectionState state(ResultSet row, @Nullable UUID connection) throws SQLException {
        if (!row.getBoolean("enabled")) {
            return ConnectionState.DISABLED;
        }
        if (connection == null) {
            return ConnectionState.PENDING;
        }
        return row.getString("problem") == null ? ConnectionState.ACTIVE : ConnectionState.RECONNECT;
    }
}
