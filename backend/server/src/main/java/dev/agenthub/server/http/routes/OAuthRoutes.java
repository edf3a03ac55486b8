package dev.agenthub.server.http.routes;

import static dev.agenthub.api.ErrorCode.AUTHORIZATION_DETAILS_REFUSED;
import static dev.agenthub.api.ErrorCode.AUTHORIZATION_DETAILS_UNKNOWN;
import static dev.agenthub.api.ErrorCode.AUTHORIZATION_FAILED;
import static dev.agenthub.api.ErrorCode.AUTHORIZATION_UNKNOWN;
import static dev.agenthub.api.ErrorCode.CHANGE_CONFLICT;
import static dev.agenthub.api.ErrorCode.CONNECTION_INVALID;
import static dev.agenthub.api.ErrorCode.NAME_TAKEN;
import static dev.agenthub.api.ErrorCode.REQUEST_NOT_PENDING;
import static dev.agenthub.api.Role.ADMIN;
import static dev.agenthub.api.Role.OWNER;
import static dev.agenthub.server.http.Endpoint.get;
import static dev.agenthub.server.http.Endpoint.post;

import dev.agenthub.api.AcceptedScopes;
import dev.agenthub.api.AuthorizationAnswer;
import dev.agenthub.api.CatalogConnector;
import dev.agenthub.api.Connection;
import dev.agenthub.api.ConnectorDraft;
import dev.agenthub.api.DeviceProgress;
import dev.agenthub.api.NewAuthorization;
import dev.agenthub.api.NewDeviceAuthorization;
import dev.agenthub.api.NewOAuthConnection;
import dev.agenthub.api.Page;
import dev.agenthub.api.StartedAuthorization;
import dev.agenthub.api.StartedDeviceAuthorization;
import dev.agenthub.server.connectors.OwnDefinition;
import dev.agenthub.server.connectors.catalog.Catalog;
import dev.agenthub.server.connectors.oauth.OAuthAdministration;
import dev.agenthub.server.governance.ConnectionRules;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import java.util.List;

/** Routes of the service catalog, and of connections that use OAuth. */
public final class OAuthRoutes implements Routes {
    private final Catalog catalog;
    private final OAuthAdministration connections;
    private final ConnectionRules rules;

    public OAuthRoutes(Catalog catalog, OAuthAdministration connections, ConnectionRules rules) {
        this.catalog = catalog;
        this.connections = connections;
        this.rules = rules;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get("/v1/connectors", "The services that the catalog knows").member(OWNER, ADMIN)
                        .answersPage(CatalogConnector.class, _ -> new Page<>(catalog.shown(), null)),
                post("/v1/connectors/check",
                        "What a definition of the caller's own says, as the catalog would show it; nothing is stored")
                        .member(OWNER, ADMIN).body(ConnectorDraft.class).refuses(CONNECTION_INVALID)
                        .answers(200, CatalogConnector.class,
                                call -> Catalog.shown(OwnDefinition.read(call.body().definition()))),
                post("/v1/connections/oauth",
                        "Makes a connection to a service of the catalog or of an own definition, which somebody authorizes at its provider then")
                        .member(OWNER, ADMIN).body(NewOAuthConnection.class)
                        .repeated("NAME_TAKEN: a workspace has one connection of a name.")
                        .refuses(CONNECTION_INVALID, NAME_TAKEN)
                        .answers(201, Connection.class, call -> connections.create(call.caller(), call.body())),
                post("/v1/connections/{id}/authorization",
                        "Opens a way to the provider, for the caller's session and browser alone")
                        .member(OWNER, ADMIN).body(NewAuthorization.class)
                        .refuses(CONNECTION_INVALID, AUTHORIZATION_FAILED, AUTHORIZATION_DETAILS_UNKNOWN,
                                AUTHORIZATION_DETAILS_REFUSED)
                        .answersOrProposes(200, StartedAuthorization.class,
                                call -> rules.authorize(call.caller(), call.id(), call.body())),
                post("/v1/connections/{id}/shrink",
                        "Opens a way to the provider that asks only for the scopes that are needed; those that it has besides end with it")
                        .member(OWNER, ADMIN).body(NewAuthorization.class)
                        .refuses(CONNECTION_INVALID, AUTHORIZATION_FAILED, AUTHORIZATION_DETAILS_UNKNOWN,
                                AUTHORIZATION_DETAILS_REFUSED)
                        .answersOrProposes(200, StartedAuthorization.class,
                                call -> rules.shrink(call.caller(), call.id(), call.body())),
                post("/v1/connections/{id}/device",
                        "Has the provider give a code, which the caller types there on any device")
                        .member(OWNER, ADMIN).body(NewDeviceAuthorization.class)
                        .refuses(CONNECTION_INVALID, AUTHORIZATION_FAILED, AUTHORIZATION_DETAILS_UNKNOWN,
                                AUTHORIZATION_DETAILS_REFUSED)
                        .answersOrProposes(200, StartedDeviceAuthorization.class,
                                call -> rules.authorizeByCode(call.caller(), call.id(), call.body())),
                post("/v1/connections/{id}/scopes/accept",
                        "Lets tools use scopes that the provider granted though nobody had asked for them")
                        .member(OWNER, ADMIN).body(AcceptedScopes.class).refuses(CONNECTION_INVALID)
                        .answersOrProposes(200, Connection.class,
                                call -> rules.acceptScopes(call.caller(), call.id(), call.body())),
                post("/v1/authorizations", "Takes what the provider sent back through the browser, once")
                        .member(OWNER, ADMIN).body(AuthorizationAnswer.class)
                        .refuses(AUTHORIZATION_UNKNOWN, AUTHORIZATION_FAILED, AUTHORIZATION_DETAILS_REFUSED,
                                CHANGE_CONFLICT, REQUEST_NOT_PENDING)
                        .answers(200, Connection.class, call -> rules.finish(call.caller(), call.body())),
                post("/v1/authorizations/{id}/poll",
                        "Asks the provider what became of a code that it gave to the caller's session, unless it was asked too lately")
                        .member(OWNER, ADMIN)
                        .refuses(AUTHORIZATION_UNKNOWN, AUTHORIZATION_FAILED, AUTHORIZATION_DETAILS_REFUSED,
                                CHANGE_CONFLICT, REQUEST_NOT_PENDING)
                        .answers(200, DeviceProgress.class, call -> rules.poll(call.caller(), call.id())));
    }
}
