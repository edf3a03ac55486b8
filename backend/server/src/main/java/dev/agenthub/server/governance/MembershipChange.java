package dev.agenthub.server.governance;

import dev.agenthub.api.Member;
import dev.agenthub.api.MemberChange;
import dev.agenthub.api.Role;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.governance.ChangeKind;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.identity.Author;
import dev.agenthub.server.identity.Members;
import dev.agenthub.server.identity.Membership;
import dev.agenthub.server.identity.Person;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Gives a member other roles and groups, or ends their membership. */
record MembershipChange(Membership membership, UUID member, MemberChange change) implements Change<Member> {

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
        String name = Members.find(handle, org, member).map(Person::name).orElse("a member");
        return (change.active() ? "Change the roles and groups of " : "Remove ") + name;
    }

    @Override
    public @Nullable JsonValue before(Handle handle, UUID org) {
        return Members.find(handle, org, member)
                .map(person -> state(person.roles(), person.groups(), person.active())).orElse(null);
    }

    @Override
    public JsonObject after() {
        return state(change.roles(), change.groups(), change.active());
    }

    private static JsonObject state(List<Role> roles, List<String> groups, boolean active) {
        return JsonObject.builder().put("active", active).put("groups", JsonArray.ofStrings(groups))
                .put("roles", JsonArray.ofStrings(roles.stream().map(Role::toString).toList())).build();
    }

    @Override
    public Recorded<Member> apply(Handle handle, UUID org, Author by) {
        return membership.change(handle, org, by, member, change);
    }
}
