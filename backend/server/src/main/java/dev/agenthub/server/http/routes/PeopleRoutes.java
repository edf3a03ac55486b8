package dev.agenthub.server.http.routes;

import static dev.agenthub.api.ErrorCode.FORBIDDEN;
import static dev.agenthub.api.ErrorCode.LAST_OWNER;
import static dev.agenthub.api.ErrorCode.NAME_TAKEN;
import static dev.agenthub.api.Role.ADMIN;
import static dev.agenthub.api.Role.OWNER;
import static dev.agenthub.server.http.Endpoint.delete;
import static dev.agenthub.server.http.Endpoint.get;
import static dev.agenthub.server.http.Endpoint.post;
import static dev.agenthub.server.http.QueryParameter.CURSOR;
import static dev.agenthub.server.http.QueryParameter.LIMIT;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.KeyRevocation;
import dev.agenthub.api.Member;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.Named;
import dev.agenthub.api.NewGroup;
import dev.agenthub.api.OpenInvitation;
import dev.agenthub.api.Workspace;
import dev.agenthub.api.WorkspaceAccess;
import dev.agenthub.server.governance.Rules;
import dev.agenthub.server.http.PathParameter;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import dev.agenthub.server.identity.Invitations;
import dev.agenthub.server.identity.Membership;
import dev.agenthub.server.identity.OpenInvitations;
import dev.agenthub.server.identity.WorkspacesAndGroups;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Routes of members, their device keys, workspaces and approval groups. */
public final class PeopleRoutes implements Routes {
    private final Rules rules;
    private final Membership membership;
    private final WorkspacesAndGroups workspacesAndGroups;
    private final Invitations invitations;
    private final OpenInvitations openInvitations;
    private final UnaryOperator<Invitation> handedOut;

    public PeopleRoutes(Rules rules, Membership membership, WorkspacesAndGroups workspacesAndGroups,
            Invitations invitations, OpenInvitations openInvitations, UnaryOperator<Invitation> handedOut) {
        this.rules = rules;
        this.membership = membership;
        this.workspacesAndGroups = workspacesAndGroups;
        this.invitations = invitations;
        this.openInvitations = openInvitations;
        this.handedOut = handedOut;
    }

    @Override
    public List<Route> routes() {
        return Stream.of(members(), workspacesAndGroups()).flatMap(List::stream).toList();
    }

    private List<Route> members() {
        return List.of(
                // Declared before the route by id, whose pattern matches it too.
                post("/v1/members/invitations", "Invites a person").member(OWNER, ADMIN).body(InviteRequest.class)
                        .answersOrProposes(201, Invitation.class, call -> rules.invite(call.caller(), call.body()),
                                handedOut),
                get("/v1/members/invitations",
                        "Invitations and device codes that can still be redeemed, the newest first; who is neither owner nor admin sees their own")
                        .member().query(CURSOR, LIMIT)
                        .answersPage(OpenInvitation.class,
                                call -> openInvitations.list(call.caller(), call.query(CURSOR), call.limit())),
                delete("/v1/members/invitations/{id}",
                        "Withdraws one of them: for whoever made it, and for owners and admins; an owner's invitation only for owners")
                        .member().refuses(FORBIDDEN)
                        .does(call -> openInvitations.withdraw(call.caller(), call.id())),
                post("/v1/members/{id}", "What a member may do from now on").member(OWNER, ADMIN)
                        .body(MemberChange.class).refuses(LAST_OWNER)
                        .answersOrProposes(200, Member.class,
                                call -> rules.changeMember(call.caller(), call.id(), call.body())),
                post("/v1/members/{id}/workspaces",
                        "Whose workspaces' requests a member sees and decides from now on; only for members who are nothing but approvers")
                        .member(OWNER, ADMIN).body(WorkspaceAccess.class).refuses(LAST_OWNER)
                        .answersOrProposes(200, Member.class,
                                call -> rules.changeWorkspaces(call.caller(), call.id(), call.body())),
                post("/v1/members/{id}/keys/{key}/revocation", "Revokes a device key for good, and ends its sessions")
                        .member().body(KeyRevocation.class).path("key", PathParameter.KEY_ID)
                        .refuses(FORBIDDEN, LAST_OWNER)
                        .answers(200, Member.class, call -> membership.revokeKey(call.caller(), call.id(),
                                call.context().pathParam("key"), call.body().reason())),
                post("/v1/me/devices/invitations",
                        "A code, valid for minutes, that enrols a further device of the caller's").member().own()
                        .answers(201, Invitation.class, call -> handedOut.apply(invitations.forDevice(call.caller()))));
    }

    private List<Route> workspacesAndGroups() {
        return List.of(
                get("/v1/workspaces", "All workspaces").member()
                        .answersPage(Workspace.class, call -> workspacesAndGroups.workspaces(call.caller())),
                post("/v1/workspaces", "Makes a workspace").member(OWNER, ADMIN).body(Named.class).refuses(NAME_TAKEN)
                        .answers(201, Workspace.class,
                                call -> workspacesAndGroups.createWorkspace(call.caller(), call.body().name())),
                post("/v1/workspaces/{id}", "Renames a workspace").member(OWNER, ADMIN).body(Named.class)
                        .refuses(NAME_TAKEN).answers(200, Workspace.class,
                                call -> workspacesAndGroups.renameWorkspace(call.caller(), call.id(),
                                        call.body().name())),
                get("/v1/groups", "The names of all approval groups").member()
                        .answersPage(String.class, call -> workspacesAndGroups.groups(call.caller())),
                post("/v1/groups", "Makes an approval group").member(OWNER, ADMIN).body(NewGroup.class)
                        .refuses(NAME_TAKEN).answersOrProposes(201, Named.class,
                                call -> rules.createGroup(call.caller(), call.body().name()), Named::new));
    }
}
