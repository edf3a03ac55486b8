package dev.agenthub.server.approvals.decide;

import dev.agenthub.api.Attachment;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.server.approvals.requests.Attachments;
import dev.agenthub.server.approvals.requests.Requests;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.Results;
import dev.agenthub.server.delegations.DelegationRows;
import dev.agenthub.server.delegations.DelegationRows.InForce;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.MemberRows;
import dev.agenthub.server.identity.MemberSignatures;
import dev.agenthub.server.identity.MemberSignatures.StoredKey;
import dev.agenthub.server.identity.StoredMember;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What a decision is checked against: locked first, and read after that by statements of their own, which therefore see everything
 * that the locks waited for.
 *
 * @param key the key that the statement names; null where the member has no such key
 * @param files of the request, for the answer
 */
record DecisionBasis(StoredMember member, @Nullable StoredKey key, Ballot ballot, List<Attachment> files) {

    private static final String MEMBER = "select " + MemberSignatures.COLUMNS + ", " + MemberRows.COLUMNS + """
              from member m left join member_key k on k.org_id = m.org_id and k.member_id = m.id and k.key_id = :key
             where m.org_id = :org and m.id = :member
            """;

    private record Signatory(StoredMember member, @Nullable StoredKey key) {

        static Signatory of(ResultSet row) throws SQLException {
            return new Signatory(MemberRows.person(row), row.getString("alg") == null ? null : StoredKey.of(row));
        }
    }

    /**
     * Reads a request and locks it, the member, and the members for whom they decide, until this transaction ends.
     *
     * @throws RefusedException NOT_FOUND
     */
    static StoredRequest lock(Handle handle, MemberCaller caller, UUID request) {
        return Results.of(handle.createQuery(Requests.LOCK + ";" + DelegationRows.HOLD)
                .bind("org", caller.org()).bind("request", request).bind("member", caller.member()),
                results -> results.rows(Requests::stored))
                .stream().findFirst().orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    /** Reads the rest. */
    static DecisionBasis of(Handle handle, MemberCaller caller, StoredRequest locked, DecisionStatement said,
            Instant now) {
        UUID org = caller.org();
        return Results.of(
                handle.createQuery(
                        MEMBER + ";" + DelegationRows.IN_FORCE + ";" + Votes.ON_ONE + ";" + Attachments.LIST)
                        .bind("org", org).bind("member", caller.member()).bind("key", said.key()).bind("moment", now)
                        .bind("request", locked.id()),
                results -> {
                    Signatory signatory = results.rows(Signatory::of).getFirst();
                    Map<UUID, List<StoredMember>> inForce = DelegationRows
                            .byDelegate(results.rows(InForce::of), org, now);
                    List<CastVote> votes = results.rows(row -> new CastVote(row, inForce));
                    return new DecisionBasis(signatory.member, signatory.key, new Ballot(locked, votes, inForce),
                            results.rows(Attachments::attachment));
                });
    }
}
