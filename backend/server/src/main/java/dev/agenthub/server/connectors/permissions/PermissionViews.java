package dev.agenthub.server.connectors.permissions;

import dev.agenthub.api.ConnectionScopes;
import dev.agenthub.api.NeededScope;
import dev.agenthub.api.ScopeUser;
import dev.agenthub.server.agents.AuthorizationDetail;
import dev.agenthub.server.agents.Permissions;
import dev.agenthub.server.agents.ToolNeeds;
import dev.agenthub.server.connectors.catalog.ConnectorDefinition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** The API's views of a connection's permissions, for administrators. */
public record PermissionViews(ConnectionScopes scopes, ConnectionScopes details) {

    /**
     * Scopes, or authorization details.
     *
     * @param part the permissions of this kind
     * @param covers whether having the first implies the second
     */
    private record Kind<T extends Comparable<T>>(Function<Permissions, List<T>> part, BiPredicate<T, T> covers,
            Function<T, String> text) {

        boolean isAmong(T asked, Collection<T> granted) {
            return granted.stream().anyMatch(one -> covers.test(one, asked));
        }

        boolean coversAny(T granted, Collection<T> asked) {
            return asked.stream().anyMatch(one -> covers.test(granted, one));
        }

        List<String> texts(Collection<T> all) {
            return all.stream().map(text).toList();
        }
    }

    private static final Kind<String> SCOPE = new Kind<>(Permissions::scopes, String::equals, Function.identity());
    private static final Kind<AuthorizationDetail> DETAIL = new Kind<>(Permissions::details,
            AuthorizationDetail::covers, AuthorizationDetail::text);

    /** From a connector's row, whose columns are null where it is not connected. */
    public static PermissionViews of(ConnectorDefinition definition, List<ToolNeeds.Need> needs, ResultSet row)
            throws SQLException {
        return new PermissionViews(view(SCOPE, definition, needs, row), view(DETAIL, definition, needs, row));
    }

    private static <T extends Comparable<T>> ConnectionScopes view(Kind<T> kind, ConnectorDefinition definition,
            List<ToolNeeds.Need> needs, ResultSet row) throws SQLException {
        List<T> required = kind.part().apply(definition.required());
        Map<T, List<ScopeUser>> needed = new TreeMap<>();
        required.forEach(one -> needed.put(one, new ArrayList<>()));
        needs.forEach(need -> kind.part().apply(need.needs()).forEach(one -> needed
                .computeIfAbsent(one, _ -> new ArrayList<>()).add(new ScopeUser(need.agent(), need.tool()))));
        boolean connected = row.getArray("scopes") != null;
        List<T> granted = connected ? kind.part().apply(PermissionColumns.granted(row)) : List.of();
        List<T> asked = connected ? kind.part().apply(PermissionColumns.asked(row)) : List.of();
        List<T> accepted = connected ? kind.part().apply(PermissionColumns.accepted(row)) : List.of();
        return new ConnectionScopes(
                needed.entrySet().stream()
                        .map(one -> new NeededScope(kind.text().apply(one.getKey()), required.contains(one.getKey()),
                                one.getValue()))
                        .toList(),
                kind.texts(granted),
                connected
                        ? kind.texts(needed.keySet().stream().filter(one -> !kind.isAmong(one, granted)).toList())
                        : List.of(),
                kind.texts(granted.stream().filter(one -> !kind.coversAny(one, needed.keySet())).toList()),
                kind.texts(granted.stream().filter(one -> !kind.coversAny(one, asked) && !accepted.contains(one))
                        .toList()));
    }
}
