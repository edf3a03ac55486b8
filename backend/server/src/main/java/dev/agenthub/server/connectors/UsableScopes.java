package dev.agenthub.server.connectors;

import dev.agenthub.server.Rows;
import dev.agenthub.server.connectors.catalog.Authorization;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Which scopes calls through a connection may use: those that its provider granted, and that somebody asked for or an administrator accepted. A scope
 * that the service itself needs stops every call where it is missing, one that a tool needs stops the calls of that tool.
 */
public final class UsableScopes {

    private UsableScopes() {}

    /**
     * The first scope that is needed and that calls through a connector may not use. Empty where there is none, for a connector with a key, whose
     * scopes nobody knows, and for one that nobody has authorized: its calls are refused for that.
     *
     * @param needed what the tool needs
     */
    public static Optional<String> missing(Handle handle, UUID org, UUID connector, Collection<String> needed) {
        return handle.createQuery("""
                select c.kind, c.definition, n.scopes, n.asked, n.accepted
                  from connector c
                  join connection n on n.org_id = c.org_id and n.connector_id = c.id
                 where c.org_id = :org and c.id = :connector and c.client_id is not null
                 order by n.created_at desc, n.id desc
                 limit 1
                """)
                .bind("org", org).bind("connector", connector)
                .map((row, _) -> missing(row, ConnectorDefinition.stored(row.getBytes("definition"),
                        row.getString("kind").equals(Connectors.SANDBOX)), needed))
                .findOne().flatMap(scope -> scope);
    }

    /** The same of a row with the connection's {@code scopes}, {@code asked} and {@code accepted}. */
    static Optional<String> missing(ResultSet row, ConnectorDefinition definition, Collection<String> needed)
            throws SQLException {
        Set<String> usable = wanted(row);
        usable.retainAll(Rows.texts(row, "scopes"));
        return Stream.concat(definition.requiredScopes().stream().sorted(), needed.stream())
                .filter(scope -> !usable.contains(scope)).findFirst();
    }

    /**
     * The scopes, sorted, of a token that can do only what a call needs, of a row with the connection's {@code scopes}. Empty where the provider gives
     * out no such token, the connection's own can do no more, or the call needs no scope: a token without any can't be asked for.
     */
    static List<String> narrowed(ResultSet row, ConnectorDefinition definition, Collection<String> needed)
            throws SQLException {
        if (!(definition.authorization() instanceof Authorization.OAuth oauth)
                || oauth.narrowing() == Authorization.Narrowing.NEVER) {
            return List.of();
        }
        return needed.containsAll(Rows.texts(row, "scopes"))
                ? List.of()
                : needed.stream().distinct().sorted().toList();
    }

    /** What somebody asked for, or accepted, of a connection's row. */
    static Set<String> wanted(ResultSet row) throws SQLException {
        Set<String> wanted = new HashSet<>(Rows.texts(row, "asked"));
        wanted.addAll(Rows.texts(row, "accepted"));
        return wanted;
    }
}
