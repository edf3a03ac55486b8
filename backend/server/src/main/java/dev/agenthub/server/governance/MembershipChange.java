package dev.agenthub.server.governance;

import dev.agenthub.api.Member;
import dev.agenthub.api.Role;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.MemberRows;
import dev.agenthub.server.identity.Membership;
import dev.agenthub.server.identity.Membership.Standing;
import dev.agenthub.server.identity.StoredMember;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Changes a member's roles, groups or workspaces, or ends their membership. */
record MembershipChange(Membership membership, UUID member, Standing standing) implements GovernanceChange<Member> {

    @Override
    public ChangeKind kind() {
        return ChangeKind.MEMBER_CHANGE;
    }

    @Override
    public Subject subject() {
        return new Subject(member.toString(), "member");
    }

    @Override
    public String title(Handle handle, UUID org) {
        Optional<StoredMember> present = MemberRows.find(handle, org, member);
        String what = !standing.active()
                ? "Remove "
                : present.filter(person -> Objects.equals(person.workspaces(), standing.workspaces())).isPresent()
                        ? "Change the roles and groups of "
                        : "Change the workspaces of ";
        return what + present.map(StoredMember::name).orElse("a member");
    }

    @Override
    public @Nullable JsonValue before(Handle handle, UUID org) {
        return MemberRows.find(handle, org, member).map(person -> state(Standing.of(person))).orElse(null);
    }

    @Override
    public JsonObject after() {
        return state(standing);
    }

    private static JsonObject state(Standing standing) {
        return JsonObject.builder().put("active", standing.active())
                .put("groups", JsonArray.ofStrings(standing.groups()))
                .put("roles", JsonArray.ofStrings(standing.roles().stream().map(Role::toString).toList()))
                .put("workspaces", MemberRows.ids(standing.workspaces())).build();
    }

    @Override
    public Recorded<Member> apply(Handle handle, UUID org, Author by) {
        return membership.change(handle, org, by, member, standing);
    }
}
