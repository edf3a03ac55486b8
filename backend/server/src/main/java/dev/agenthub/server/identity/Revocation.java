package dev.agenthub.server.identity;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.server.audit.EventDraft;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Ends everything by which a member, one of their keys or one of their sessions could still get in: sessions, challenges under way,
 * and the invitations and device codes that they made. The one place that every way of removing, demoting and revoking goes through.
 *
 * <p>It works in the transaction of what it follows from, whose caller holds the member. Open event
 * streams end by the event that this transaction appends: each backend then asks again who listens.
 */
public final class Revocation {

    /** An event of our own: a code that was not redeemed can't be any more. */
    static final String INVITATION_WITHDRAWN = "member.invitation_withdrawn";

    private static final String END_CODES = """
            update invitation set expires_at = :now where org_id = :org and used_at is null and expires_at > :now
            """;

    private Revocation() {}

    /** Whether the second is less than the first: not active any more, or without a role, group or workspace. */
    static boolean takesAway(StoredMember before, StoredMember after) {
        List<UUID> left = after.workspaces();
        boolean narrower = left != null && (before.workspaces() == null || !left.containsAll(before.workspaces()));
        return !after.active() || !after.roles().containsAll(before.roles())
                || !after.groups().containsAll(before.groups()) || narrower;
    }

    /** Ends everything of a member's. Returns the events to append. */
    static List<EventDraft> ofMember(Handle handle, UUID org, Actor by, UUID member, Instant now) {
        handle.createUpdate(
                "update session set revoked_at = :now where org_id = :org and member_id = :member and revoked_at is null")
                .bind("org", org).bind("member", member).bind("now", now).execute();
        handle.createUpdate("""
                delete from signin_challenge c using member_key k
                 where c.org_id = :org and k.org_id = c.org_id and k.key_id = c.key_id and k.member_id = :member
                """).bind("org", org).bind("member", member).execute();
        endFetches(handle, org, member, now);
        return withdrawn(by,
                handle.createQuery(END_CODES + " and (invited_by = :member or member_id = :member) returning id")
                        .bind("org", org).bind("member", member).bind("now", now).mapTo(UUID.class).list());
    }

    /** Ends everything of one key's. Returns the events to append. */
    static List<EventDraft> ofKey(Handle handle, UUID org, Actor by, UUID member, String key, Instant now) {
        handle.createUpdate(
                "update session set revoked_at = :now where org_id = :org and key_id = :key and revoked_at is null")
                .bind("org", org).bind("key", key).bind("now", now).execute();
        endSignIns(handle, org, key);
        endFetches(handle, org, member, now);
        return withdrawn(by, handle.createQuery(END_CODES + " and key_id = :key returning id").bind("org", org)
                .bind("key", key).bind("now", now).mapTo(UUID.class).list());
    }

    /** Ends what was begun or made in a session that was revoked. Returns the events to append. */
    static List<EventDraft> ofSession(Handle handle, UUID org, Actor by, UUID member, UUID session, String key,
            Instant now) {
        endSignIns(handle, org, key);
        endFetches(handle, org, member, now);
        return withdrawn(by, handle.createQuery(END_CODES + " and session_id = :session returning id").bind("org", org)
                .bind("session", session).bind("now", now).mapTo(UUID.class).list());
    }

    /** Ends every code, every session but one and every sign-in under way: what a backup may have brought back to life. */
    public static void ofEverybody(Handle handle, UUID org, UUID spared, Instant now) {
        handle.createUpdate(END_CODES).bind("org", org).bind("now", now).execute();
        handle.createUpdate("""
                update session set revoked_at = :now where org_id = :org and id <> :spared and revoked_at is null
                """).bind("org", org).bind("spared", spared).bind("now", now).execute();
        handle.createUpdate("delete from signin_challenge where org_id = :org").bind("org", org).execute();
    }

    private static void endSignIns(Handle handle, UUID org, String key) {
        handle.createUpdate("delete from signin_challenge where org_id = :org and key_id = :key").bind("org", org)
                .bind("key", key).execute();
    }

    /** A fetched payload's challenge names no session: the member fetches again what they have not decided. */
    private static void endFetches(Handle handle, UUID org, UUID member, Instant now) {
        handle.createUpdate(
                "update payload_fetch set used_at = :now where org_id = :org and member_id = :member and used_at is null")
                .bind("org", org).bind("member", member).bind("now", now).execute();
    }

    private static List<EventDraft> withdrawn(Actor by, List<UUID> invitations) {
        return invitations.stream().map(id -> withdrawn(by, id)).toList();
    }

    static EventDraft withdrawn(Actor by, UUID invitation) {
        return new EventDraft(INVITATION_WITHDRAWN, by, new Subject(invitation.toString(), "invitation"), null,
                JsonObject.builder().put("invitation", invitation.toString()).build());
    }
}
