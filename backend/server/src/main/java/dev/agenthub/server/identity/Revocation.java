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
 * Ends all access of a member, a key or a session: sessions, sign-in challenges, and the invitations
 * and device codes that they made. Used by every way of removing, demoting and revoking.
 *
 * <p>Works in the caller's transaction, which holds the member's lock. Open event streams end
 * through the event that the caller appends: each backend then checks its listeners again.
 */
public final class Revocation {

    /** The event type of a code that was withdrawn before it was redeemed. */
    static final String INVITATION_WITHDRAWN = "member.invitation_withdrawn";

    private static final String END_CODES = """
            update invitation set expires_at = :now where org_id = :org and used_at is null and expires_at > :now
            """;

    private Revocation() {}

    /** Whether the member loses anything: membership, a role, a group or a workspace. */
    static boolean takesAway(StoredMember before, StoredMember after) {
        List<UUID> left = after.workspaces();
        boolean narrower = left != null && (before.workspaces() == null || !left.containsAll(before.workspaces()));
        return !after.active() || !after.roles().containsAll(before.roles())
                || !after.groups().containsAll(before.groups()) || narrower;
    }

    /** Ends all access of a member. Returns the events to append. */
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

    /** Ends all access by one key. Returns the events to append. */
    static List<EventDraft> ofKey(Handle handle, UUID org, Actor by, UUID member, String key, Instant now) {
        handle.createUpdate(
                "update session set revoked_at = :now where org_id = :org and key_id = :key and revoked_at is null")
                .bind("org", org).bind("key", key).bind("now", now).execute();
        endSignIns(handle, org, key);
        endFetches(handle, org, member, now);
        return withdrawn(by, handle.createQuery(END_CODES + " and key_id = :key returning id").bind("org", org)
                .bind("key", key).bind("now", now).mapTo(UUID.class).list());
    }

    /** Ends the challenges and codes of a revoked session. Returns the events to append. */
    static List<EventDraft> ofSession(Handle handle, UUID org, Actor by, UUID member, UUID session, String key,
            Instant now) {
        endSignIns(handle, org, key);
        endFetches(handle, org, member, now);
        return withdrawn(by, handle.createQuery(END_CODES + " and session_id = :session returning id").bind("org", org)
                .bind("session", session).bind("now", now).mapTo(UUID.class).list());
    }

    /** Ends every code, every sign-in challenge, and every session but one: a restored backup may have revived them. */
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

    /** Ends the challenges of fetched payloads, which have no session: the member fetches undecided payloads again. */
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
