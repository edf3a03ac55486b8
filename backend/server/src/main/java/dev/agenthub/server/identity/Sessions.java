package dev.agenthub.server.identity;

import dev.agenthub.api.ChallengeRequest;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Me;
import dev.agenthub.api.Page;
import dev.agenthub.api.SessionInfo;
import dev.agenthub.api.SignInChallenge;
import dev.agenthub.api.SignInRequest;
import dev.agenthub.api.SignedIn;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.statement.PublicKey;
import dev.agenthub.server.audit.AccessChanges;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Signs members in, by a challenge that their device key signs, and out. Thread-safe. */
public final class Sessions {

    private static final Duration CHALLENGE_VALID = Duration.ofMinutes(2);
    private static final String INSERT_CHALLENGE = """
            insert into signin_challenge (org_id, id, key_id, challenge, expires_at)
            select org_id, :id, key_id, :challenge, :expires from member_key where org_id = :org and key_id = :key
            """;

    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final @Nullable String certificate;
    private final InstantSource clock;
    private final Lifetimes lifetimes;

    /**
     * Creates the use case.
     *
     * @param certificate SHA-256 of this backend's certificate, in hex; null without TLS
     */
    public Sessions(OrgTransactions transactions, AuditLog audit, @Nullable String certificate, InstantSource clock,
            Lifetimes lifetimes) {
        this.transactions = transactions;
        this.audit = audit;
        this.certificate = certificate;
        this.clock = clock;
        this.lifetimes = lifetimes;
    }

    /** Issues a challenge. Unknown keys get one too, so that the answer does not tell who is enrolled. */
    public SignInChallenge challenge(ChallengeRequest request) {
        UUID id = Ids.next();
        byte[] challenge = Ids.randomBytes(32);
        Instant now = clock.instant();
        transactions.run(OrgContext.system(request.org()), handle -> {
            handle.createUpdate("delete from signin_challenge where org_id = :org and expires_at < :now")
                    .bind("org", request.org()).bind("now", now).execute();
            handle.createUpdate(INSERT_CHALLENGE)
                    .bind("org", request.org()).bind("id", id).bind("key", request.key()).bind("challenge", challenge)
                    .bind("expires", now.plus(CHALLENGE_VALID)).execute();
        });
        return new SignInChallenge(id, Ids.base64Url(challenge));
    }

    /**
     * Opens a session for the member whose key signed the challenge; the challenge is used up even where that fails.
     *
     * @throws RefusedException SIGN_IN_REFUSED, whatever the fault
     */
    public SignedIn signIn(SignInRequest request) {
        OrgContext context = OrgContext.system(request.org());
        // Refused after the commit, so that a wrong answer uses up its challenge, too.
        UUID member = transactions.call(context, handle -> spend(handle, request))
                .filter(Answered::proven).map(Answered::member).orElseThrow(Sessions::refused);
        Token token = Token.issue(Token.Kind.SESSION, request.org());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant expiresAt = now.plus(lifetimes.sessionIdle());
        return transactions.call(context, handle -> {
            // Checked again under the lock: the member may have been removed, or the key revoked, in the meantime.
            MemberRows.hold(handle, request.org(), member);
            StoredMember person = MemberRows.find(handle, request.org(), member).filter(StoredMember::active)
                    .filter(_ -> MemberKeys.isValid(handle, request.org(), request.key()))
                    .orElseThrow(Sessions::refused);
            handle.createUpdate("""
                    insert into session (org_id, id, member_id, key_id, secret_hash, created_at, expires_at)
                    values (:org, :id, :member, :key, :hash, :now, :expires)
                    """)
                    .bind("org", request.org()).bind("id", token.id()).bind("member", member).bind("key", request.key())
                    .bind("hash", token.hash()).bind("now", now).bind("expires", expiresAt).execute();
            return new SignedIn(token.text().text(), expiresAt, me(handle, request.org(), person, request.key()));
        });
    }

    private Optional<Answered> spend(Handle handle, SignInRequest request) {
        return handle.createQuery("""
                update signin_challenge c set used_at = :now
                  from member_key k join member m on m.org_id = k.org_id and m.id = k.member_id and m.active
                 where c.org_id = :org and c.id = :id and c.key_id = :key and c.used_at is null and c.expires_at > :now
                   and k.org_id = c.org_id and k.key_id = c.key_id and k.revoked_at is null
                returning c.challenge, k.alg, k.public_key, k.member_id
                """)
                .bind("org", request.org()).bind("id", request.challengeId()).bind("key", request.key())
                .bind("now", clock.instant())
                .map((row, _) -> new Answered(Rows.uuid(row, "member_id"),
                        proven(request, row.getBytes("challenge"), MemberKeys.key(row))))
                .findOne();
    }

    private boolean proven(SignInRequest request, byte[] challenge, PublicKey publicKey) {
        byte[] signed = new SignInChallenge(request.challengeId(), Ids.base64Url(challenge)).bytesToSign(request.org(),
                certificate);
        return publicKey.isValid(signed, request.signatureBytes());
    }

    private static RefusedException refused() {
        return new RefusedException(ErrorCode.SIGN_IN_REFUSED);
    }

    public void signOut(MemberCaller caller) {
        transactions.run(caller.own(), handle -> close(handle, caller, caller.session())
                .ifPresent(key -> audit.append(handle, caller.org(), ended(caller, caller.session(), key))));
    }

    /** Closes one of the caller's sessions. Returns the key that opened it; empty where no such session is open. */
    private Optional<String> close(Handle handle, MemberCaller caller, UUID session) {
        MemberRows.holdOne(handle, caller.org(), caller.member());
        return handle.createQuery("""
                update session set revoked_at = :now
                 where org_id = :org and id = :id and member_id = :member and revoked_at is null
                returning key_id
                """).bind("org", caller.org()).bind("id", session).bind("member", caller.member())
                .bind("now", clock.instant()).mapTo(String.class).findOne();
    }

    private static EventDraft ended(MemberCaller caller, UUID session, String key) {
        return new EventDraft(AccessChanges.SESSION_ENDED, caller.actor(),
                new Subject(caller.member().toString(), "member"), null,
                JsonObject.builder().put("key", key).put("member", caller.member().toString())
                        .put("session", session.toString()).build());
    }

    static boolean isOpen(Handle handle, UUID org, UUID session) {
        return handle.createQuery("""
                select exists (select from session where org_id = :org and id = :id and revoked_at is null)
                """).bind("org", org).bind("id", session).mapTo(Boolean.class).one();
    }

    /** The caller's open sessions, newest first. */
    public Page<SessionInfo> open(MemberCaller caller) {
        return transactions.call(caller.writing(), handle -> new Page<>(handle.createQuery("""
                select id, key_id, created_at, expires_at from session
                 where org_id = :org and member_id = :member and revoked_at is null and expires_at > :now
                 order by id desc
                """)
                .bind("org", caller.org()).bind("member", caller.member()).bind("now", clock.instant())
                .map((row, _) -> new SessionInfo(Rows.uuid(row, "id"), row.getString("key_id"),
                        Rows.instant(row, "created_at"), Rows.instant(row, "expires_at"),
                        Rows.uuid(row, "id").equals(caller.session())))
                .list(), null));
    }

    /**
     * Ends one of the caller's sessions, and the codes made in it.
     *
     * @throws RefusedException NOT_FOUND
     */
    public void end(MemberCaller caller, UUID session) {
        transactions.run(caller.own(), handle -> {
            String key = close(handle, caller, session)
                    .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
            List<EventDraft> events = new ArrayList<>(List.of(ended(caller, session, key)));
            events.addAll(Revocation.ofSession(handle, caller.org(), caller.actor(), caller.member(), session, key,
                    clock.instant()));
            audit.append(handle, caller.org(), events.toArray(EventDraft[]::new));
        });
    }

    public Me me(MemberCaller caller) {
        return transactions.call(caller.context(), handle -> me(handle, caller.org(), caller.person(), caller.key()));
    }

    private static Me me(Handle handle, UUID org, StoredMember person, String key) {
        String organization = handle.createQuery("select name from organization where org_id = :org").bind("org", org)
                .mapTo(String.class).one();
        return new Me(org, organization, person.id(), person.name(), person.roles(), person.groups(), key);
    }

    /** Whether the caller's session was opened, with their key, at this moment or later. */
    public static boolean openedSince(Handle handle, MemberCaller caller, Instant moment) {
        return handle.createQuery("""
                select exists (select from session where org_id = :org and id = :id and created_at >= :moment)
                """).bind("org", caller.org()).bind("id", caller.session()).bind("moment", moment)
                .mapTo(Boolean.class).one();
    }

    private record Answered(UUID member, boolean proven) {}
}
