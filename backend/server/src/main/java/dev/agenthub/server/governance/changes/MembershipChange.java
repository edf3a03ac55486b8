package dev.agenthub.server.governance.changes;

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
import dev.agenthub.server.identity.Membership.Access;
import dev.agenthub.server.identity.StoredMember;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Changes a member's roles, groups or workspaces, or ends their membership. */
public record MembershipChange(Membership membership, UUID member, Access access) implements GovernanceChange<Member> {

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
        String what = !access.active()
                ? "Remove "
                : present.filter(person -> Objects.equals(person.workspaces(), access.workspaces())).isPresent()
                        ? "Change the roles and groups of "
                        : "Change the workspaces of ";
        return what + present.map(StoredMember::name).orElse("a member");
    }

    @Override
    public @Nullable JsonValue before(Handle handle, UUID org) {
        return MemberRows.find(handle, org, member).map(person -> state(Access.of(person))).orElse(null);
    }

    @Override
    public JsonObject after() {
        return state(access);
    }

    private static JsonObject state(Access access) {
        return JsonObject.builder().put("active", access.active())
                .put("groups", JsonArray.ofStrings(access.groups()))
                .put("roles", JsonArray.ofStrings(access.roles().stream().map(Role::toString).toList()))
                .put("workspaces", MemberRows.ids(access.workspaces())).build();
    }

    @Override
    public Recorded<Member> apply(Handle handle, UUID org, Author by) {
        return membership.change(handle, org, by, member, access);
    }
}
