package dev.agenthub.server.http;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.KeyRevocation;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.Named;
import dev.agenthub.server.governance.Rules;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.Invitations;
import dev.agenthub.server.identity.Membership;
import dev.agenthub.server.identity.Places;
import dev.agenthub.server.identity.Sessions;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.function.UnaryOperator;

/** What members may do and with which devices, and what their organization is divided into. */
public final class PeopleRoutes implements Routes {
    private final Authentication authentication;
    private final Rules rules;
    private final Membership membership;
    private final Places places;
    private final Sessions sessions;
    private final Invitations invitations;
    private final UnaryOperator<Invitation> handedOut;

    public PeopleRoutes(Authentication authentication, Rules rules, Membership membership, Places places,
            Sessions sessions,
            Invitations invitations, UnaryOperator<Invitation> handedOut) {
        this.authentication = authentication;
        this.rules = rules;
        this.membership = membership;
        this.places = places;
        this.sessions = sessions;
        this.invitations = invitations;
        this.handedOut = handedOut;
    }

    @Override
    public void add(RoutesConfig routes) {
        // Before the route by id, which would take it for one.
        routes.post("/v1/members/invitations", context -> Wire.writeOutcome(context, 201,
                rules.invite(caller(context), Wire.read(context, InviteRequest.class)), handedOut));
        routes.post("/v1/members/{id}", context -> Wire.writeOutcome(context, 200, rules.changeMember(caller(context),
                Wire.uuid(context, "id"), Wire.read(context, MemberChange.class))));
        routes.post("/v1/members/{id}/keys/{key}/revocation", context -> Wire.write(context, 200,
                membership.revokeKey(caller(context), Wire.uuid(context, "id"), context.pathParam("key"),
                        Wire.read(context, KeyRevocation.class).reason())));
        routes.post("/v1/me/devices/invitations",
                context -> Wire.write(context, 201, handedOut.apply(invitations.forDevice(caller(context)))));
        routes.get("/v1/me/sessions", context -> Wire.write(context, 200, sessions.open(caller(context))));
        routes.delete("/v1/me/sessions/{id}", context -> {
            sessions.end(caller(context), Wire.uuid(context, "id"));
            context.status(204);
        });
        routes.get("/v1/workspaces", context -> Wire.write(context, 200, places.workspaces(caller(context))));
        routes.post("/v1/workspaces", context -> Wire.write(context, 201,
                places.createWorkspace(caller(context), Wire.read(context, Named.class).name())));
        routes.post("/v1/workspaces/{id}", context -> Wire.write(context, 200, places.renameWorkspace(caller(context),
                Wire.uuid(context, "id"), Wire.read(context, Named.class).name())));
        routes.get("/v1/groups", context -> Wire.write(context, 200, places.groups(caller(context))));
        routes.post("/v1/groups", context -> Wire.writeOutcome(context, 201,
                rules.createGroup(caller(context), Wire.read(context, Named.class).name()), Named::new));
    }

    private MemberCaller caller(Context context) {
        return authentication.member(context.header("Authorization"));
    }
}
