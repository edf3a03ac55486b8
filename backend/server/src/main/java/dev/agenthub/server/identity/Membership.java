package dev.agenthub.server.identity;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Member;
import dev.agenthub.api.Role;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Changes what members may do, and revokes their keys; each change is an audit event. Thread-safe.
 *
 * <p>Every change first locks all members of the organization, so that two concurrent changes
 * cannot remove the last two owners; runs lock the members that count for them in the same order.
 */
public final class Membership {
    private static final String HAS_AN_OWNER = """
            select exists (select from member m
                             join member_role r on r.org_id = m.org_id and r.member_id = m.id and r.role = 'owner'
                             join member_key k on k.org_id = m.org_id and k.member_id = m.id and k.revoked_at is null
                            where m.org_id = :org and m.active)
            """;

    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final InstantSource clock;

    public Membership(OrgTransactions transactions, AuditLog audit, InstantSource clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What a member is to be.
     *
     * @param workspaces the workspaces whose requests they see and decide; null for every workspace
     */
    public record Access(List<Role> roles, List<String> groups, boolean active, @Nullable List<UUID> workspaces) {

        public Access {
            roles = List.copyOf(roles);
            groups = List.copyOf(groups);
            workspaces = workspaces == null ? null : workspaces.stream().sorted().toList();
        }

        public static Access of(StoredMember person) {
            return new Access(person.roles(), person.groups(), person.active(), person.workspaces());
        }
    }

    /**
     * Sets a member's roles, groups and workspaces, or ends their membership. Where that
     * takes anything away, their sessions and codes end, and they must sign in again.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND, LAST_OWNER, REQUEST_MALFORMED for an unknown group
     *        or workspace, and where workspaces are limited for roles that concern the whole organization
     */
    public Recorded<Member> change(Handle handle, UUID org, Author by, UUID member, Access change) {
        MemberRows.holdAll(handle, org);
        StoredMember changer = by.requireCurrent(handle, org).require(Role.OWNER, Role.ADMIN);
        StoredMember before = require(handle, org, member);
        requireRight(changer, before,
                change.roles().contains(Role.OWNER) != before.roles().contains(Role.OWNER));
        MemberRows.requireGroups(handle, org, change.groups());
        requireWorkspaces(handle, org, change);
        StoredMember after = new StoredMember(member, before.name(), change.active(), change.roles(), change.groups(),
                change.workspaces());
        if (after.equals(before)) {
            return Recorded.of(MemberRows.one(handle, org, member));
        }
        store(handle, org, after);
        requireAnOwner(handle, org);
        List<EventDraft> events = new ArrayList<>(List.of(MemberRows.changed(by.actor(), after)));
        if (Revocation.takesAway(before, after)) {
            events.addAll(Revocation.ofMember(handle, org, by.actor(), member, clock.instant()));
        }
        return new Recorded<>(MemberRows.one(handle, org, member), events);
    }

    /**
     * Revokes a device key permanently, and ends its sessions.
     *
     * @throws RefusedException FORBIDDEN, NOT_FOUND, LAST_OWNER
     */
    public Member revokeKey(MemberCaller caller, UUID member, String key, String reason) {
        boolean own = caller.member().equals(member);
        if (!own) {
            caller.require(Role.OWNER, Role.ADMIN);
        }
        return transactions.call(caller.own(), handle -> {
            MemberRows.holdAll(handle, caller.org());
            StoredMember revoker = Author.of(caller).requireCurrent(handle, caller.org());
            StoredMember person = require(handle, caller.org(), member);
            if (!own) {
                requireRight(revoker.require(Role.OWNER, Role.ADMIN), person, false);
            }
            EventDraft revoked = handle.createQuery("""
                    update member_key k set revoked_at = :now
                     where k.org_id = :org and k.member_id = :member and k.key_id = :key and k.revoked_at is null
                    returning k.alg, %s as invited_by
                    """.formatted(MemberRows.INVITER))
                    .bind("org", caller.org()).bind("member", member).bind("key", key).bind("now", clock.instant())
                    .map((row, _) -> MemberRows.keyEvent(EventType.MEMBER_KEY_REVOKED, caller.actor(), member,
                            Rows.uuidOrNull(row, "invited_by"), JsonObject.builder().put("alg", row.getString("alg"))
                                    .put("key", key).put("reason", reason)))
                    .findOne().orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
            requireAnOwner(handle, caller.org());
            List<EventDraft> events = new ArrayList<>();
            events.add(revoked);
            events.addAll(Revocation.ofKey(handle, caller.org(), caller.actor(), member, key, clock.instant()));
            audit.append(handle, caller.org(), events.toArray(EventDraft[]::new));
            return MemberRows.one(handle, caller.org(), member);
        });
    }

    private static StoredMember require(Handle handle, UUID org, UUID member) {
        return MemberRows.find(handle, org, member).orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    /** Only owners change owners; otherwise an administrator could remove them, or become one. */
    private static void requireRight(StoredMember by, StoredMember person, boolean ownership) {
        if (ownership || person.roles().contains(Role.OWNER)) {
            by.require(Role.OWNER);
        }
    }

    /** Administrators and auditors work on the whole organization, so they cannot be limited to workspaces. */
    private static void requireWorkspaces(Handle handle, UUID org, Access change) {
        List<UUID> workspaces = change.workspaces();
        if (workspaces == null) {
            return;
        }
        if (!List.of(Role.APPROVER).containsAll(change.roles())) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED,
                    "Only a member who is nothing but an approver is limited to some workspaces.");
        }
        List<UUID> missing = new ArrayList<>(workspaces);
        missing.removeAll(handle.createQuery("select id from workspace where org_id = :org").bind("org", org)
                .mapTo(UUID.class).list());
        if (!missing.isEmpty()) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED, "There is no such workspace.");
        }
    }

    private static void requireAnOwner(Handle handle, UUID org) {
        boolean owned = handle.createQuery(HAS_AN_OWNER)
                .bind("org", org).mapTo(Boolean.class).one();
        if (!owned) {
            throw new RefusedException(ErrorCode.LAST_OWNER);
        }
    }

    private static void store(Handle handle, UUID org, StoredMember person) {
        handle.createUpdate(
                "update member set active = :active, every_workspace = :every where org_id = :org and id = :id")
                .bind("org", org).bind("id", person.id()).bind("active", person.active())
                .bind("every", person.workspaces() == null).execute();
        handle.createUpdate("delete from workspace_member where org_id = :org and member_id = :id")
                .bind("org", org).bind("id", person.id()).execute();
        for (UUID workspace : Objects.requireNonNullElse(person.workspaces(), List.<UUID>of())) {
            handle.createUpdate(
                    "insert into workspace_member (org_id, workspace_id, member_id) values (:org, :workspace, :id)")
                    .bind("org", org).bind("workspace", workspace).bind("id", person.id()).execute();
        }
        handle.createUpdate("delete from member_role where org_id = :org and member_id = :id")
                .bind("org", org).bind("id", person.id()).execute();
        handle.createUpdate("delete from approval_group_member where org_id = :org and member_id = :id")
                .bind("org", org).bind("id", person.id()).execute();
        MemberRows.assign(handle, org, person);
    }
}
