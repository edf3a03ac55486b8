package dev.agenthub.server.approvals.decide;

import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Reason;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.common.Ids;
import dev.agenthub.server.identity.MemberRows;
import dev.agenthub.server.identity.StoredMember;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Records decisions, reads them, and counts them for the quorum. */
public final class Votes {
    private static final String SELECT_VOTE = """
            select d.request_id, d.key_id, d.statement, d.signature, d.turn, d.recorded_at, k.alg, k.public_key, k.revoked_at is not null as key_revoked,
            """;
    private static final String FROM_DECISIONS = """
              from decision d
              join member_key k on k.org_id = d.org_id and k.key_id = d.key_id
              join member m on m.org_id = d.org_id and m.id = d.member_id
             where d.org_id = :org
            """;
    private static final String RECORD = """
            with spent as (
            update payload_fetch set used_at = :now
             where org_id = :org and request_id = :request and member_id = :member and challenge_hash = :challenge and used_at is null
            returning org_id, request_id, member_id)
            insert into decision (org_id, id, request_id, member_id, key_id, decision, statement, signature, decided_at, recorded_at)
            select org_id, :id, request_id, member_id, :key, :decision, :statement, :signature, :decided, :now from spent
            returning turn
            """;
    private static final String BY_AGE = " order by d.id";

    /** Reads the decisions on the request {@code :request} of {@code :org}, for {@link CastVote}. */
    static final String ON_ONE = SELECT_VOTE + MemberRows.COLUMNS + FROM_DECISIONS + " and d.request_id = :request"
            + BY_AGE;
    private static final String ON_SOME = SELECT_VOTE + MemberRows.COLUMNS + FROM_DECISIONS
            + " and d.request_id = any (:requests)" + BY_AGE;

    private Votes() {}

    /**
     * The decisions on these requests, by request, oldest first, with the present state of their members and keys.
     *
     * @param inForce by delegate, the members for whom the delegate decides now
     */
    public static Map<UUID, List<CastVote>> on(Handle handle, UUID org, List<UUID> requests,
            Map<UUID, List<StoredMember>> inForce) {
        if (requests.isEmpty()) {
            return Map.of();
        }
        return handle.createQuery(ON_SOME)
                .bind("org", org).bindArray("requests", UUID.class, requests)
                .map((row, _) -> new CastVote(row, inForce))
                .collect(Collectors.groupingBy(CastVote::request));
    }

    static List<CastVote> on(Handle handle, UUID org, UUID request, Map<UUID, List<StoredMember>> inForce) {
        return handle.createQuery(ON_ONE).bind("org", org).bind("request", request)
                .map((row, _) -> new CastVote(row, inForce)).list();
    }

    /**
     * Spends the challenge, which proves that the member fetched the payload and is valid for one decision, and stores the decision.
     *
     * @return how many decisions on this request the member made before this one; empty where the challenge was not issued to this
     *         member for this request, or was used before, and nothing is stored
     */
    static OptionalInt record(Handle handle, DecisionStatement said, Hash challenge, byte[] statement,
            byte[] signature, Instant now) {
        return handle.createQuery(RECORD)
                .bind("org", said.org()).bind("id", Ids.next()).bind("request", said.request())
                .bind("member", said.member()).bind("challenge", challenge.bytes())
                .bind("key", said.key()).bind("decision", said.decision().word()).bind("statement", statement)
                .bind("signature", signature).bind("decided", said.decidedAt()).bind("now", now)
                .mapTo(Integer.class).stream().mapToInt(Integer::intValue).findFirst();
    }

    /** The latest vote of each member, in the order of the votes. */
    static List<CastVote> last(List<CastVote> votes) {
        return votes.stream().filter(vote -> votes.stream().noneMatch(
                other -> other.person().id().equals(vote.person().id()) && other.turn() > vote.turn())).toList();
    }

    /**
     * Locks the voters, and the members for whom they decide, until this transaction ends:
     * keys, roles and groups cannot be taken from them. To be called before the votes are read.
     */
    public static void holdVoters(Handle handle, UUID org, UUID request) {
        handle.createQuery(
                """
                        select m.id from member m
                          join member_key k on k.org_id = m.org_id and k.member_id = m.id
                         where m.org_id = :org
                           and (exists (select from decision d where d.org_id = m.org_id and d.request_id = :request and d.key_id = k.key_id)
                                or exists (select from delegation x
                                             join decision d on d.org_id = x.org_id and d.request_id = :request and d.member_id = x.delegate_id
                                            where x.org_id = m.org_id and x.key_id = k.key_id and x.ended_at is null))
                         order by m.id, k.key_id for share of m, k
                        """)
                .bind("org", org).bind("request", request).mapTo(UUID.class).list();
    }

    /** Until when an approved request may begin to run: its expiry, or the earliest end of a delegation to one of its voters. */
    public static Instant standUntil(Handle handle, UUID org, StoredRequest request, Instant now) {
        return handle.createQuery(
                """
                        select least(:expires, min(x.ends_at)) from delegation x
                          join decision d on d.org_id = x.org_id and d.request_id = :request and d.member_id = x.delegate_id
                         where x.org_id = :org and x.ended_at is null and x.starts_at <= :now and :now < x.ends_at
                        """)
                .bind("expires", request.expiresAt()).bind("request", request.id()).bind("org", org).bind("now", now)
                .mapTo(Instant.class).one();
    }

    /** How far the approvals that stand now meet the quorum. Approvals by members who can speak for the requester never count. */
    public static Quorum.Status tally(StoredRequest request, List<CastVote> votes) {
        return tally(request, votes, Instant.MAX);
    }

    /** How far the approvals given up to this moment meet the quorum. */
    public static Quorum.Status tally(StoredRequest request, List<CastVote> votes, Instant by) {
        List<Quorum.Voter> approvers = approving(request, votes).filter(vote -> !vote.given().isAfter(by))
                .map(vote -> vote.voter(request)).toList();
        return Quorum.evaluate(request.required(), approvers, request.asked().speakers(), request.escalatedTo());
    }

    /** The approvals that stand now. */
    static Stream<CastVote> approving(StoredRequest request, List<CastVote> votes) {
        return last(votes).stream().filter(vote -> vote.says(Decision.APPROVE)).filter(vote -> stands(request, vote));
    }

    /** Whether a member of that group has overridden the missing approvals and still may. */
    public static boolean overridden(StoredRequest request, List<CastVote> votes, @Nullable String group) {
        return last(votes).stream().filter(vote -> vote.says(Decision.OVERRIDE))
                .anyMatch(vote -> stands(request, vote) && !request.asked().speakers().contains(vote.person().id())
                        && group != null && vote.person().groups().contains(group)
                        && !Reason.isBlank(vote.said().reason()));
    }

    /** Whether a vote counts now: not where its member was removed, its key revoked, or the vote is later than the request's expiry. */
    private static boolean stands(StoredRequest request, CastVote vote) {
        return !vote.keyRevoked() && vote.given().isBefore(request.expiresAt()) && request.admits(vote.person());
    }
}
