package dev.agenthub.server.identity;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.Caller.AgentCaller;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Authenticates callers by the {@code Authorization} header; every failure has the same answer. Thread-safe. */
public final class Authentication {

    private static final String SCHEME = "Bearer ";
    private static final String ENDED_SESSION = """
            select s.secret_hash, m.active, k.revoked_at is not null as key_revoked, s.revoked_at is not null as closed
              from session s
              join member m on m.org_id = s.org_id and m.id = s.member_id
              join member_key k on k.org_id = s.org_id and k.key_id = s.key_id
             where s.org_id = :org and s.id = :id
            """;

    private final OrgTransactions transactions;
    private final InstantSource clock;
    private final Lifetimes lifetimes;

    public Authentication(OrgTransactions transactions, InstantSource clock, Lifetimes lifetimes) {
        this.transactions = transactions;
        this.clock = clock;
        this.lifetimes = lifetimes;
    }

    /**
     * The member of this session.
     *
     * @throws RefusedException UNAUTHENTICATED where the session, its key or the member is unknown or no longer valid
     */
    public MemberCaller member(@Nullable String authorization) {
        Token token = token(Token.Kind.SESSION, authorization);
        return transactions.call(OrgContext.system(token.org()),
                handle -> prolonged(handle, token,
                        session(handle, token).orElseThrow(() -> ended(handle, token))))
                .caller(token);
    }

    /**
     * Checks that the session is still valid, without prolonging it.
     *
     * @throws RefusedException UNAUTHENTICATED as {@link #member}
     */
    public void requireStillMember(@Nullable String authorization) {
        Token token = token(Token.Kind.SESSION, authorization);
        transactions.run(OrgContext.system(token.org()), handle -> {
            if (session(handle, token).isEmpty()) {
                throw ended(handle, token);
            }
        });
    }

    /**
     * The agent of this key.
     *
     * @throws RefusedException UNAUTHENTICATED where the key is unknown or no longer valid; AGENT_DISABLED where the agent is disabled
     */
    public AgentCaller agent(@Nullable String authorization) {
        Token token = token(Token.Kind.AGENT, authorization);
        FoundAgent found = transactions.call(OrgContext.system(token.org()), handle -> agentKey(handle, token))
                .orElseThrow(Authentication::refused);
        if (!found.enabled()) {
            throw new RefusedException(ErrorCode.AGENT_DISABLED);
        }
        return found.caller();
    }

    private static Token token(Token.Kind kind, @Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw refused();
        }
        return Token.parse(kind, authorization.substring(SCHEME.length()).strip()).orElseThrow(Authentication::refused);
    }

    private static RefusedException refused() {
        return new RefusedException(ErrorCode.UNAUTHENTICATED);
    }

    /** The refusal for an ended session: a caller with its secret is told how it ended. */
    private static RefusedException ended(Handle handle, Token token) {
        return handle.createQuery(ENDED_SESSION)
                .bind("org", token.org()).bind("id", token.id())
                .map((row, _) -> token.matches(row.getBytes("secret_hash"))
                        ? new RefusedException(ErrorCode.UNAUTHENTICATED,
                                !row.getBoolean("active")
                                        ? "You are no member of this organization any more: ask an owner or admin."
                                        : row.getBoolean("key_revoked")
                                                ? "Your key was revoked: an owner or admin has to invite you anew."
                                                : row.getBoolean("closed")
                                                        ? "The session was signed out: sign in again."
                                                        : "The session has expired: sign in again.")
                        : refused())
                .findOne().orElseGet(Authentication::refused);
    }

    private Optional<FoundSession> session(Handle handle, Token token) {
        return handle
                .createQuery("select s.key_id, s.secret_hash, s.created_at, s.expires_at, " + MemberRows.COLUMNS + """
                          from session s
                          join member m on m.org_id = s.org_id and m.id = s.member_id and m.active
                          join member_key k on k.org_id = s.org_id and k.key_id = s.key_id and k.revoked_at is null
                         where s.org_id = :org and s.id = :id and s.revoked_at is null and s.expires_at > :now
                        """)
                .bind("org", token.org()).bind("id", token.id()).bind("now", clock.instant())
                .map((row, _) -> new FoundSession(MemberRows.person(row), row.getString("key_id"),
                        token.matches(row.getBytes("secret_hash")), Rows.instant(row, "created_at"),
                        Rows.instant(row, "expires_at")))
                .findOne()
                .filter(FoundSession::proven);
    }

    /** Prolongs a session that is used, up to its longest lifetime; written at intervals only, to save writes. */
    private FoundSession prolonged(Handle handle, Token token, FoundSession found) {
        Instant now = clock.instant();
        Duration idle = lifetimes.sessionIdle();
        Instant longest = found.createdAt().plus(lifetimes.session());
        Instant next = now.plus(idle).isBefore(longest) ? now.plus(idle) : longest;
        if (Duration.between(found.expiresAt(), next).compareTo(idle.dividedBy(10)) > 0) {
            handle.createUpdate("update session set expires_at = :next where org_id = :org and id = :id")
                    .bind("org", token.org()).bind("id", token.id()).bind("next", next).execute();
        }
        return found;
    }

    private static Optional<FoundAgent> agentKey(Handle handle, Token token) {
        return handle.createQuery("""
                select a.id, a.name, a.enabled, k.secret_hash
                  from agent_key k
                  join agent a on a.org_id = k.org_id and a.id = k.agent_id
                 where k.org_id = :org and k.id = :id and k.revoked_at is null
                """)
                .bind("org", token.org()).bind("id", token.id())
                .map((row, _) -> new FoundAgent(
                        new AgentCaller(token.org(), Rows.uuid(row, "id"), row.getString("name")),
                        row.getBoolean("enabled"), token.matches(row.getBytes("secret_hash"))))
                .findOne()
                .filter(FoundAgent::proven);
    }

    private record FoundSession(StoredMember member, String key, boolean proven, Instant createdAt, Instant expiresAt) {

        MemberCaller caller(Token token) {
            return new MemberCaller(token.org(), token.id(), key, member);
        }
    }

    private record FoundAgent(AgentCaller caller, boolean enabled, boolean proven) {}
}
