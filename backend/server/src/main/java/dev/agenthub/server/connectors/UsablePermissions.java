package dev.agenthub.server.connectors;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.connectors.catalog.Authorization;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Which scopes and authorization details calls through a connection may use: those that its provider
 * granted, and that somebody asked for or an administrator accepted. One that the service itself
 * needs stops every call where it is missing, one that a tool needs stops the calls of that tool.
 */
public final class UsablePermissions {
    private static final String PERMISSIONS = """
            select c.kind, c.definition, n.scopes, n.asked, n.accepted, n.details, n.asked_details, n.accepted_details
              from connector c
              join connection n on n.org_id = c.org_id and n.connector_id = c.id
             where c.org_id = :org and c.id = :connector and c.client_id is not null
             order by n.created_at desc, n.id desc
             limit 1
            """;

    /**
     * What is needed and may not be used.
     *
     * @param code SCOPE_MISSING or AUTHORIZATION_DETAIL_MISSING
     * @param words what it is, in the middle of a sentence
     */
    public record Missing(ErrorCode code, String words) {}

    private UsablePermissions() {}

    /**
     * The first that is needed and that calls through a connector may not use. Empty where there is none, for a connector with
     * a key, of which nobody knows what it may do, and for one that nobody has authorized: its calls are refused for that.
     *
     * @param needed what the tool needs
     */
    public static Optional<Missing> missing(Handle handle, UUID org, UUID connector, Permissions needed) {
        return handle.createQuery(PERMISSIONS)
                .bind("org", org).bind("connector", connector)
                .map((row, _) -> missing(row, ConnectorDefinition.stored(row.getBytes("definition"),
                        row.getString("kind").equals(Connectors.SANDBOX)), needed))
                .findOne().flatMap(missing -> missing);
    }

    /** The same of a row with what the connection was asked for, granted and accepted. */
    static Optional<Missing> missing(ResultSet row, ConnectorDefinition definition, Permissions needed)
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
     * What a token has that can do only what a call needs, in order, of a row with what the
     * connection was granted. Empty where the provider gives out no such token, the connection's
     * own can do no more, or the call needs no scope: a token without any can't be asked for.
     */
    static Permissions narrowed(ResultSet row, ConnectorDefinition definition, Permissions needed)
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
