package dev.agenthub.server.approvals.decide;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.delegations.DelegationRows;
import dev.agenthub.server.identity.StoredMember;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A request with the decisions on it.
 *
 * @param votes in the order in which they were recorded
 * @param inForce by delegate, the members for whom the delegate decides now
 */
public record Ballot(StoredRequest request, List<CastVote> votes, Map<UUID, List<StoredMember>> inForce) {

    public static Ballot of(Handle handle, UUID org, StoredRequest request, Instant now) {
        Map<UUID, List<StoredMember>> inForce = DelegationRows.inForce(handle, org, now);
        return new Ballot(request, Votes.on(handle, org, request.id(), inForce), inForce);
    }

    /** The code of why this member may not decide this way; null where they may. */
    @Nullable
    public ErrorCode whyNot(StoredMember person, Decision decision, Instant now) {
        return EligibleVoters.whyNot(request, votes, voter(person), decision, now);
    }

    /** The member, with the members for whom they decide now. */
    EligibleVoters.Voter voter(StoredMember person) {
        return new EligibleVoters.Voter(person, inForce.getOrDefault(person.id(), List.of()));
    }

    /** The same ballot, with one more decision. */
    Ballot with(CastVote vote) {
        return new Ballot(request, Stream.concat(votes.stream(), Stream.of(vote)).toList(), inForce);
    }

    Ballot moved(StoredRequest to) {
        return new Ballot(to, votes, inForce);
    }
}
