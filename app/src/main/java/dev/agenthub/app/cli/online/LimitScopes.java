package dev.agenthub.app.cli.online;

import dev.agenthub.api.Connection;
import dev.agenthub.api.Workspace;
import dev.agenthub.app.client.AdminClient;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The names of the workspaces and connections that budgets and rates apply to. */
record LimitScopes(Map<UUID, String> workspaces, Map<UUID, String> connections) {

    static LimitScopes of(AdminClient admin) {
        return new LimitScopes(
                admin.workspaces().stream().collect(Collectors.toMap(Workspace::workspace, Workspace::name)),
                admin.connections().stream().collect(Collectors.toMap(Connection::connector, Connection::name)));
    }

    /** The scope in words, with the id where there is no name. */
    String words(UUID workspace, @Nullable UUID connection) {
        String where = workspaces.getOrDefault(workspace, workspace.toString());
        return connection == null
                ? where + ", all connections"
                : where + ", through " + connections.getOrDefault(connection, connection.toString());
    }

    /** The id of the connection with this name; null where none is given. */
    static @Nullable UUID connection(AdminClient admin, @Nullable String name) {
        return name == null ? null : ConnectionsCommand.named(admin, name).connector();
    }
}
