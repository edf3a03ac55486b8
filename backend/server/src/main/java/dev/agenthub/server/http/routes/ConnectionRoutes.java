package dev.agenthub.server.http.routes;

import static dev.agenthub.api.ErrorCode.CONNECTION_INVALID;
import static dev.agenthub.api.ErrorCode.NAME_TAKEN;
import static dev.agenthub.api.Role.ADMIN;
import static dev.agenthub.api.Role.OWNER;
import static dev.agenthub.server.http.Endpoint.get;
import static dev.agenthub.server.http.Endpoint.post;

import dev.agenthub.api.CatalogTool;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectionKey;
import dev.agenthub.api.NewConnection;
import dev.agenthub.server.connectors.ConnectionAdministration;
import dev.agenthub.server.governance.ConnectionRules;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import java.util.List;

/** Routes by which administrators create and disable connections with static keys. */
public final class ConnectionRoutes implements Routes {
    private final ConnectionAdministration connections;
    private final ConnectionRules rules;

    public ConnectionRoutes(ConnectionAdministration connections, ConnectionRules rules) {
        this.connections = connections;
        this.rules = rules;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get("/v1/connections", "All connections, without their keys").member(OWNER, ADMIN)
                        .answersPage(Connection.class, call -> connections.list(call.caller())),
                post("/v1/connections",
                        "Makes a connection to a service that is called over HTTPS with a static key; the same again changes nothing")
                        .member(OWNER, ADMIN).body(NewConnection.class).refuses(CONNECTION_INVALID, NAME_TAKEN)
                        .answersOrProposes(201, Connection.class, call -> rules.connect(call.caller(), call.body())),
                get("/v1/connections/{id}/tools",
                        "The tools of the definition that a connection keeps of its service; none where only the service's address is known")
                        .member(OWNER, ADMIN)
                        .answersPage(CatalogTool.class, call -> connections.tools(call.caller(), call.id())),
                post("/v1/connections/{id}/key", "Puts another key in the place of a connection's")
                        .member(OWNER, ADMIN).body(ConnectionKey.class).refuses(CONNECTION_INVALID)
                        .answersOrProposes(200, Connection.class,
                                call -> rules.replaceKey(call.caller(), call.id(), call.body())),
                post("/v1/connections/{id}/disable",
                        "Lets no call go through it, and forgets its key or tokens; the provider is told to end those")
                        .member(OWNER, ADMIN)
                        .answers(200, Connection.class, call -> connections.disable(call.caller(), call.id())));
    }
}
