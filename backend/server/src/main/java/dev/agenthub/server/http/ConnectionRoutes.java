package dev.agenthub.server.http;

import dev.agenthub.api.ConnectionKey;
import dev.agenthub.api.NewConnection;
import dev.agenthub.server.connectors.ConnectionAdministration;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Caller.MemberCaller;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.UUID;

/** Connections as administrators make, stop and revoke them. */
public final class ConnectionRoutes implements Routes {
    private final Authentication authentication;
    private final ConnectionAdministration connections;

    public ConnectionRoutes(Authentication authentication, ConnectionAdministration connections) {
        this.authentication = authentication;
        this.connections = connections;
    }

    @Override
    public void add(RoutesConfig routes) {
        routes.get("/v1/connections", context -> Wire.write(context, 200, connections.list(member(context))));
        routes.post("/v1/connections", context -> {
            MemberCaller caller = member(context);
            Wire.write(context, 201, connections.create(caller, Wire.read(context, NewConnection.class)));
        });
        routes.post("/v1/connections/{id}/key", context -> {
            MemberCaller caller = member(context);
            Wire.write(context, 200,
                    connections.replaceKey(caller, id(context), Wire.read(context, ConnectionKey.class)));
        });
        routes.post("/v1/connections/{id}/disable",
                context -> Wire.write(context, 200, connections.enable(member(context), id(context), false)));
        routes.post("/v1/connections/{id}/enable",
                context -> Wire.write(context, 200, connections.enable(member(context), id(context), true)));
        routes.delete("/v1/connections/{id}", context -> {
            connections.revoke(member(context), id(context));
            context.status(204);
        });
    }

    private MemberCaller member(Context context) {
        return authentication.member(context.header("Authorization"));
    }

    private static UUID id(Context context) {
        return Wire.uuid(context, "id");
    }
}
