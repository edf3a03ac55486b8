package dev.agenthub.server.connectors.permissions;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.connectors.catalog.Authorization;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import dev.agenthub.server.connectors.catalog.StoredDefinition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Determines which permissions calls through a connection may use: those that the provider granted and that were requested or accepted
 * by an administrator. A missing permission that the service needs refuses every call; one that a tool needs refuses that tool's calls.
 */
public final class UsablePermissions {
    private static final String PERMISSIONS = """
            select c.kind, c.definition, c.own_definition, n.scopes, n.asked, n.accepted, n.details, n.asked_details, n.accepted_details
              from connector c
              join connection n on n.org_id = c.org_id and n.connector_id = c.id
             where c.org_id = :org and c.id = :connector and c.client_id is not null
             order by n.created_at desc, n.id desc
             limit 1
            """;

    /**
     * A permission that is needed and may not be used.
     *
     * @param code SCOPE_MISSING or AUTHORIZATION_DETAIL_MISSING
     * @param words names it, within a sentence
     */
    public record Missing(ErrorCode code, String words) {}

    private UsablePermissions() {}

    /**
     * The first needed permission that calls through a connector may not use. Empty where there is none; for a connector with
     * a static key, whose permissions are unknown; and for one that is not authorized, whose calls are refused for that.
     *
     * @param needed the permissions that the tool needs
     */
    public static Optional<Missing> missing(Handle handle, UUID org, UUID connector, Permissions needed) {
        return handle.createQuery(PERMISSIONS)
                .bind("org", org).bind("connector", connector)
                .map((row, _) -> missing(row, Objects.requireNonNull(StoredDefinition.of(row)), needed))
                .findOne().flatMap(missing -> missing);
    }

    /** As above, from a row with the requested, granted and accepted permissions. */
    public static Optional<Missing> missing(ResultSet row, ConnectorDefinition definition, Permissions needed)
            throws SQLException {
        Permissions required = definition.required();
        Permissions asked = PermissionColumns.asked(row);
        Permissions granted = PermissionColumns.granted(row);
        Permissions accepted = PermissionColumns.accepted(row);
        Set<String> scopes = new HashSet<>(asked.scopes());
        scopes.addAll(accepted.scopes());
        scopes.retainAll(granted.scopes());
        List<AuthorizationDetail> details = granted.details().stream()
                .filter(detail -> accepted.details().contains(detail)
                        || asked.details().stream().anyMatch(detail::covers))
                .toList();
        return Stream.concat(required.scopes().stream(), needed.scopes().stream())
                .filter(scope -> !scopes.contains(scope)).findFirst()
                .map(scope -> new Missing(ErrorCode.SCOPE_MISSING, "the scope " + scope))
                .or(() -> Stream.concat(required.details().stream(), needed.details().stream())
                        .filter(detail -> details.stream().noneMatch(usable -> usable.covers(detail))).findFirst()
                        .map(detail -> new Missing(ErrorCode.AUTHORIZATION_DETAIL_MISSING,
                                "an authorization detail of the type " + detail.type())));
    }

    /**
     * The permissions of a narrower token for a call, in order, from a row with the granted
     * permissions. Empty where the provider does not exchange tokens, the connection's token has
     * no more permissions, or the call needs no scope: a token without scopes cannot be requested.
     */
    public static Permissions narrowed(ResultSet row, ConnectorDefinition definition, Permissions needed)
            throws SQLException {
        if (!(definition.authorization() instanceof Authorization.OAuth oauth)
                || oauth.narrowing() == Authorization.Narrowing.NEVER || needed.scopes().isEmpty()) {
            return Permissions.NONE;
        }
        Permissions granted = PermissionColumns.granted(row);
        Permissions narrow = new Permissions(needed.scopes(),
                Stream.concat(definition.details().stream(), needed.details().stream()).toList()).sorted();
        boolean same = narrow.scopes().containsAll(granted.scopes()) && granted.details().stream()
                .allMatch(detail -> narrow.details().stream().anyMatch(detail::covers));
        return same ? Permissions.NONE : narrow;
    }
}
