package dev.agenthub.server.idempotency;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Rows;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Performs a member's call once for each idempotency key, and answers a repetition with the first answer.
 *
 * <p>Effect and answer are committed together; refused calls are not remembered. A concurrent
 * repetition, in any process, waits in the database for the first to end. Thread-safe.
 */
public final class RememberedAnswers {
    /** How long answers are remembered. */
    public static final Duration KEPT = Duration.ofHours(24);

    private final OrgTransactions transactions;
    private final InstantSource clock;

    public RememberedAnswers(OrgTransactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Performs the call; its database work joins one transaction. */
    @FunctionalInterface
    public interface Effect {
        Effected run() throws Exception;
    }

    /**
     * The result of a call.
     *
     * @param reply the answer, as known before the commit
     * @param completed does the work after the commit, and returns the final answer
     */
    public record Effected(Reply reply, Supplier<Reply> completed) {}

    /**
     * Answers the call.
     *
     * @param context the transaction's
     * @param request a hash over what identifies the call
     * @throws RefusedException IDEMPOTENCY_KEY_REUSED where the key belongs to another call;
     *        ANSWER_SHOWN_ONCE where the first answer contained a secret; and what the effect throws
     */
    public Reply once(MemberCaller caller, OrgContext context, IdempotencyKey key, Hash request, Effect effect)
            throws Exception {
        Effected effected = transactions.together(context, handle -> {
            if (!claim(handle, caller, key, request)) {
                Reply first = first(handle, caller, key, request);
                return new Effected(first, () -> first);
            }
            Effected done = effect.run();
            remember(handle, caller, key, done.reply());
            return done;
        });
        Reply completed = effected.completed().get();
        if (!completed.equals(effected.reply())) {
            transactions.run(context, handle -> remember(handle, caller, key, completed));
        }
        return completed;
    }

    /** Claims the key; false where it is taken. Waits for a concurrent call with the same key. */
    private boolean claim(Handle handle, MemberCaller caller, IdempotencyKey key, Hash request) {
        Instant now = clock.instant();
        return handle.createUpdate("""
                insert into remembered_answer as a (org_id, member_id, key, request_hash, expires_at)
                values (:org, :member, :key, :request, :expires)
                on conflict (org_id, member_id, key) do update
                   set request_hash = excluded.request_hash, expires_at = excluded.expires_at,
                       status = null, location = null, body = null, made = null
                 where a.expires_at <= :now
                """)
                .bind("org", caller.org()).bind("member", caller.member()).bind("key", key.text())
                .bind("request", request.bytes()).bind("expires", now.plus(KEPT)).bind("now", now).execute() == 1;
    }

    private static Reply first(Handle handle, MemberCaller caller, IdempotencyKey key, Hash request) {
        Remembered remembered = handle.createQuery("""
                select request_hash, status, location, body, made from remembered_answer
                 where org_id = :org and member_id = :member and key = :key
                """)
                .bind("org", caller.org()).bind("member", caller.member()).bind("key", key.text())
                .map((row, _) -> new Remembered(Rows.hash(row, "request_hash"), row.getInt("status"),
                        row.getString("location"), row.getString("body"), row.getString("made")))
                // It expired and was deleted between the two statements.
                .findOne().orElseThrow(() -> new RefusedException(ErrorCode.UNAVAILABLE));
        if (!remembered.request().equals(request)) {
            throw new RefusedException(ErrorCode.IDEMPOTENCY_KEY_REUSED);
        }
        String body = remembered.body();
        if (body == null) {
            throw new RefusedException(ErrorCode.ANSWER_SHOWN_ONCE, "This call has made " + remembered.made() + ".");
        }
        return new Reply(remembered.status(), remembered.location(), body, null);
    }

    private static void remember(Handle handle, MemberCaller caller, IdempotencyKey key, Reply reply) {
        handle.createUpdate("""
                update remembered_answer set status = :status, location = :location, body = :body, made = :made
                 where org_id = :org and member_id = :member and key = :key
                """)
                .bind("org", caller.org()).bind("member", caller.member()).bind("key", key.text())
                .bind("status", reply.status()).bind("location", reply.location())
                .bind("body", reply.made() == null ? reply.body() : null).bind("made", reply.made()).execute();
    }

    /** Deletes an organization's expired answers. */
    public void sweep(UUID org) {
        transactions.run(OrgContext.system(org), handle -> handle
                .createUpdate("delete from remembered_answer where org_id = :org and expires_at <= :now")
                .bind("org", org).bind("now", clock.instant()).execute());
    }

    private record Remembered(Hash request, int status, @Nullable String location, @Nullable String body,
            @Nullable String made) {}
}
