package dev.agenthub.server.governance.changes;

import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.Role;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.Invitations;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Invites a person with roles and groups; applying it returns the code. */
public record InvitationCreation(Invitations invitations, Subject subject, InviteRequest request)
        implements
            GovernanceChange<Invitation> {

    /** The subject of a new invitation. */
    public static Subject newSubject() {
        return new Subject(Ids.next().toString(), "invitation");
    }

    @Override
    public ChangeKind kind() {
        return ChangeKind.INVITATION_CREATE;
    }

    @Override
    public String title(Handle handle, UUID org) {
        List<String> roles = request.roles().stream().map(Role::toString).toList();
        return "Invite " + (request.name() == null ? "somebody" : request.name()) + " as "
                + (roles.isEmpty() ? "a member without a role" : String.join(", ", roles));
    }

    @Override
    public @Nullable JsonValue before(Handle handle, UUID org) {
        return null;
    }

    @Override
    public JsonObject after() {
        JsonObject.Builder after = JsonObject.builder().put("groups", JsonArray.ofStrings(request.groups()))
                .put("roles", JsonArray.ofStrings(request.roles().stream().map(Role::toString).toList()));
        String name = request.name();
        return (name == null ? after.putNull("name") : after.put("name", name)).build();
    }

    @Override
    public Recorded<Invitation> apply(Handle handle, UUID org, Author by) {
        return invitations.invite(handle, org, by, request);
    }
}
