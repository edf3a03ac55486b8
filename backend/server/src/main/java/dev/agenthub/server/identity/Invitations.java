package dev.agenthub.server.identity;

import dev.agenthub.api.EnrolRequest;
import dev.agenthub.api.Enrolled;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.Role;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.statement.PublicKey;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.audit.Recorded;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Invitations: one-time codes with which members enrol, and their redemption. Thread-safe. */
public final class Invitations {

    /** The event type of an invitation for a member's further device. */
    static final String DEVICE_INVITED = "member.device_invited";

    /** How long the code for an organization's first owner is valid. */
    public static final Duration OWNER_VALID = Duration.ofHours(24);

    private static final List<Role> OWNER_ROLES = List.of(Role.APPROVER, Role.AUDITOR, Role.ADMIN, Role.OWNER);

    private static final String FIND = """
            select code_hash, roles, groups, invited_by, key_id, member_id, request_id from invitation
             where org_id = :org and id = :id and used_at is null and expires_at > :now
            """;
    private static final String HAD_AN_OWNER = """
            select exists (select from member_role r join member_key k on k.org_id = r.org_id and k.member_id = r.member_id
                            where r.org_id = :org and r.role = 'owner')
            """;
    private static final String INSERT_KEY = """
            insert into member_key (org_id, key_id, member_id, alg, public_key, enrolled_at) values (:org, :key, :member, :alg, :public, :now)
            on conflict do nothing
            """;

    private final OrgTransactions transactions;
    private final AuditLog audit;
    private final InstantSource clock;
    private final Lifetimes lifetimes;

    /** With the default lifetimes. */
    public Invitations(OrgTransactions transactions, AuditLog audit, InstantSource clock) {
        this(transactions, audit, clock, Lifetimes.DEFAULTS);
    }

    public Invitations(OrgTransactions transactions, AuditLog audit, InstantSource clock, Lifetimes lifetimes) {
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
        this.lifetimes = lifetimes;
    }

    /**
     * Invites a person.
     *
     * @throws RefusedException FORBIDDEN where the author may not invite, or not with these roles; REQUEST_MALFORMED for an unknown group
     */
    public Recorded<Invitation> invite(Handle handle, UUID org, Author by, InviteRequest request) {
        MemberRows.holdOne(handle, org, by.member());
        if (!mayInvite(by.requireCurrent(handle, org), request.roles())) {
            throw new RefusedException(ErrorCode.FORBIDDEN);
        }
        MemberRows.requireGroups(handle, org, request.groups());
        Instant expiresAt = clock.instant().plus(lifetimes.invitation()).truncatedTo(ChronoUnit.MICROS);
        Token token = store(handle, org, request, by, null, expiresAt);
        JsonObject.Builder data = JsonObject.builder().put("invitation", token.id().toString())
                .put("groups", JsonArray.ofStrings(request.groups()))
                .put("roles", JsonArray.ofStrings(request.roles().stream().map(Role::toString).toList()));
        if (request.name() != null) {
            data.put("name", request.name());
        }
        return Recorded.of(new Invitation(token.text().text(), expiresAt, null),
                new EventDraft(EventType.MEMBER_INVITED,
                        by.actor(), new Subject(token.id().toString(), "invitation"), null, data.build()));
    }

    /** Ends all codes for new members that were not approved, when approval becomes required. */
    public static void endUngoverned(Handle handle, UUID org, Instant now) {
        handle.createUpdate(
                """
                        update invitation set expires_at = :now
                         where org_id = :org and used_at is null and member_id is null and request_id is null and expires_at > :now
                        """)
                .bind("org", org).bind("now", now).execute();
    }

    /** A code with which the caller enrols a further device; only the caller may have one, since a key proves its member's identity. */
    public Invitation forDevice(MemberCaller caller) {
        return transactions.call(caller.own(), handle -> {
            MemberRows.holdOne(handle, caller.org(), caller.member());
            Author.of(caller).requireCurrent(handle, caller.org());
            Instant expiresAt = clock.instant().plus(lifetimes.deviceCode()).truncatedTo(ChronoUnit.MICROS);
            Token token = store(handle, caller.org(), new InviteRequest(caller.person().name(), List.of(), List.of()),
                    Author.of(caller), caller.member(), expiresAt);
            audit.append(handle, caller.org(), new EventDraft(DEVICE_INVITED, caller.actor(),
                    new Subject(token.id().toString(), "invitation"), null,
                    JsonObject.builder().put("invitation", token.id().toString())
                            .put("member", caller.member().toString()).build()));
            return new Invitation(token.text().text(), expiresAt, null);
        });
    }

    /**
     * A code for the first owner of an organization without one; earlier codes become
     * invalid. Empty where an owner has enrolled: owners are then invited by owners.
     */
    public Optional<Invitation> forFirstOwner(UUID org, List<String> groups) {
        return forFirstOwner(org, groups, null);
    }

    /**
     * As above, but a kept code that is still valid is returned again.
     *
     * @param kept null for none
     */
    public Optional<Invitation> forFirstOwner(UUID org, List<String> groups, @Nullable String kept) {
        return transactions.call(OrgContext.system(org), handle -> {
            if (hadAnOwner(handle, org)) {
                return Optional.<Invitation>empty();
            }
            return Optional.of(stillForFirstOwner(handle, org, kept)
                    .orElseGet(() -> newForFirstOwner(handle, org, groups)));
        });
    }

    private Optional<Invitation> stillForFirstOwner(Handle handle, UUID org, @Nullable String kept) {
        return Optional.ofNullable(kept).flatMap(text -> Token.parse(Token.Kind.INVITATION, text))
                .filter(token -> token.org().equals(org))
                .flatMap(token -> handle.createQuery("""
                        select code_hash, expires_at from invitation
                         where org_id = :org and id = :id and used_at is null and expires_at > :now
                               and invited_by is null and member_id is null
                        """)
                        .bind("org", org).bind("id", token.id()).bind("now", clock.instant())
                        .map((row, _) -> token.matches(row.getBytes("code_hash"))
                                ? new Invitation(token.text().text(), Rows.instant(row, "expires_at"), null)
                                : null)
                        .findOne());
    }

    private Invitation newForFirstOwner(Handle handle, UUID org, List<String> groups) {
        Instant now = clock.instant();
        handle.createUpdate(
                "update invitation set expires_at = :now where org_id = :org and invited_by is null and used_at is null")
                .bind("org", org).bind("now", now).execute();
        MemberRows.ensureGroups(handle, org, groups);
        Instant expiresAt = now.plus(OWNER_VALID).truncatedTo(ChronoUnit.MICROS);
        Token token = store(handle, org, new InviteRequest(null, OWNER_ROLES, groups), null, null, expiresAt);
        return new Invitation(token.text().text(), expiresAt, null);
    }

    /** Whether an owner has ever enrolled. */
    private static boolean hadAnOwner(Handle handle, UUID org) {
        return handle.createQuery(HAD_AN_OWNER)
                .bind("org", org).mapTo(Boolean.class).one();
    }

    /** Only owners invite owners; otherwise an administrator could become one. */
    private static boolean mayInvite(StoredMember person, List<Role> roles) {
        return roles.contains(Role.OWNER) ? person.has(Role.OWNER) : person.has(Role.OWNER, Role.ADMIN);
    }

    private static Token store(Handle handle, UUID org, InviteRequest request, @Nullable Author by,
            @Nullable UUID member, Instant expiresAt) {
        Token token = Token.issue(Token.Kind.INVITATION, org);
        handle.createUpdate(
                """
                        insert into invitation (org_id, id, code_hash, name, roles, groups, invited_by, key_id, session_id, member_id, request_id, expires_at)
                        values (:org, :id, :hash, :name, string_to_array(:roles, ','), string_to_array(:groups, ','), cast(:by as uuid), :key, cast(:session as uuid),
                                cast(:member as uuid), cast(:request as uuid), :expires)
                        """)
                .bind("org", org).bind("id", token.id()).bind("hash", token.hash()).bind("name", request.name())
                .bind("roles", String.join(",", request.roles().stream().map(Role::toString).toList()))
                .bind("groups", String.join(",", request.groups())).bind("by", by == null ? null : by.member())
                .bind("key", by == null ? null : by.key())
                .bind("session", by == null ? null : by.session()).bind("member", member)
                .bind("request", by == null ? null : by.request()).bind("expires", expiresAt).execute();
        return token;
    }

    /**
     * Redeems a code: creates the member with their first key, or adds a key to the member who asked for the code.
     *
     * <p>The member who made the code is locked first, as by every transaction that removes
     * them or revokes their key, so that the code is redeemed either before that or not at all.
     *
     * @throws RefusedException INVITATION_INVALID where the code is unknown, used or
     *        ended, or the member who made it could not make it now; KEY_ALREADY_ENROLLED
     */
    public Enrolled enrol(EnrolRequest request) {
        Token token = Token.parse(Token.Kind.INVITATION, request.invitation()).orElseThrow(Invitations::invalid);
        PublicKey key = MemberKeys.key(request);
        return transactions.call(OrgContext.system(token.org()), handle -> {
            UUID inviter = find(handle, token, FIND).by();
            if (inviter != null) {
                MemberRows.holdOne(handle, token.org(), inviter);
            }
            Invited invited = find(handle, token, FIND + " for update");
            requireInviterStands(handle, token.org(), invited);
            Optional<MemberRows.Added> added = invited.member() == null
                    ? Optional.of(MemberRows.add(handle, token.org(), null, request.name(), invited.roles(),
                            invited.groups()))
                    : Optional.empty();
            StoredMember person = added.map(MemberRows.Added::person).orElseGet(
                    () -> MemberRows.require(handle, token.org(), Objects.requireNonNull(invited.member())));
            // The same time in both rows, by which the key's invitation is found later.
            Instant now = clock.instant();
            enrolKey(handle, token.org(), person, key, now);
            handle.createUpdate(
                    "update invitation set used_at = :now, used_by = :member where org_id = :org and id = :id")
                    .bind("org", token.org()).bind("id", token.id()).bind("now", now)
                    .bind("member", person.id()).execute();
            EventDraft enrolled = MemberRows.keyEnrolled(person.actor(), person.id(), key, invited.by());
            audit.append(handle, token.org(),
                    Stream.concat(
                            added.map(MemberRows.Added::event).map(event -> event.behind(invited.request())).stream(),
                            Stream.of(enrolled)).toArray(EventDraft[]::new));
            return new Enrolled(token.org(), person.id(), key.id(), person.name(), person.roles(), person.groups());
        });
    }

    private static RefusedException invalid() {
        return new RefusedException(ErrorCode.INVITATION_INVALID);
    }

    /**
     * Requires that the member who made the code could make it now, with the same key; a
     * code made by nobody is valid only until there is an owner.
     */
    private static void requireInviterStands(Handle handle, UUID org, Invited invited) {
        UUID by = invited.by();
        boolean holds = by == null
                ? !hadAnOwner(handle, org)
                : MemberRows.find(handle, org, by).filter(StoredMember::active)
                        .filter(person -> invited.member() == null
                                ? mayInvite(person, invited.roles())
                                : invited.member().equals(by))
                        .isPresent() && (invited.key() == null || MemberKeys.isValid(handle, org, invited.key()));
        if (!holds) {
            throw invalid();
        }
    }

    private Invited find(Handle handle, Token token, String sql) {
        return handle.createQuery(sql)
                .bind("org", token.org()).bind("id", token.id()).bind("now", clock.instant())
                .map((row, _) -> new Invited(token.matches(row.getBytes("code_hash")),
                        MemberRows.roles(Rows.texts(row, "roles")),
                        Rows.texts(row, "groups"), Rows.uuidOrNull(row, "invited_by"), row.getString("key_id"),
                        Rows.uuidOrNull(row, "member_id"), Rows.uuidOrNull(row, "request_id")))
                .findOne()
                .filter(Invited::proven)
                .orElseThrow(Invitations::invalid);
    }

    private static void enrolKey(Handle handle, UUID org, StoredMember person, PublicKey key, Instant now) {
        int inserted = handle.createUpdate(INSERT_KEY)
                .bind("org", org).bind("key", key.id()).bind("member", person.id())
                .bind("alg", key.algorithm().word()).bind("public", key.bytes())
                .bind("now", now)
                .execute();
        if (inserted == 0) {
            throw new RefusedException(ErrorCode.KEY_ALREADY_ENROLLED);
        }
    }

    private record Invited(boolean proven, List<Role> roles, List<String> groups, @Nullable UUID by,
            @Nullable String key, @Nullable UUID member, @Nullable UUID request) {}
}
