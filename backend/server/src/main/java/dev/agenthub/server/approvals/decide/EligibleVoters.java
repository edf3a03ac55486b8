package dev.agenthub.server.approvals.decide;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestState;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.identity.StoredMember;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides who may vote on a request now. The API's detail and the check of a decision use the same answer. */
public final class EligibleVoters {

    private EligibleVoters() {}

    /**
     * A member who may vote.
     *
     * @param absent the members for whom they decide now, besides themselves
     */
    record Voter(StoredMember person, List<StoredMember> absent) {}

    /** The code of why this member may not decide this way; null where they may. */
    static @Nullable ErrorCode whyNot(StoredRequest request, List<CastVote> votes, Voter voter, Decision decision,
            Instant now) {
        StoredMember person = voter.person();
        if (request.asked().speakers().contains(person.id())) {
            return ErrorCode.SELF_APPROVAL;
        }
        ErrorCode whyNotMember = whyNotMember(request, votes, voter, decision);
        if (whyNotMember != null) {
            return whyNotMember;
        }
        ErrorCode whyNotAgain = whyNotAgain(votes, person, decision);
        return whyNotAgain == null ? whyNotNow(request, decision, now) : whyNotAgain;
    }

    private static @Nullable ErrorCode whyNotMember(StoredRequest request, List<CastVote> votes, Voter voter,
            Decision decision) {
        StoredMember person = voter.person();
        if (!request.admits(person)) {
            return ErrorCode.NOT_ELIGIBLE;
        }
        boolean open = request.state() == RequestState.PENDING || request.state() == RequestState.APPROVED;
        return switch (decision) {
            case APPROVE, DENY -> open && !asked(request, votes, voter) ? ErrorCode.NOT_ELIGIBLE : null;
            case WITHDRAW -> null;
            case OVERRIDE -> {
                String group = request.terms().overrideGroup();
                if (group == null) {
                    yield ErrorCode.DECISION_NOT_ALLOWED;
                }
                yield person.groups().contains(group) ? null : ErrorCode.NOT_ELIGIBLE;
            }
        };
    }

    /**
     * Whether a required group contains the member, or one of the absent members for whom they decide and who have not approved themselves.
     */
    private static boolean asked(StoredRequest request, List<CastVote> votes, Voter voter) {
        return asked(request, voter.person())
                || voter.absent().stream().anyMatch(one -> asked(request, one) && request.admits(one)
                        && !request.asked().speakers().contains(one.id())
                        && Votes.approving(request, votes).noneMatch(vote -> vote.person().id().equals(one.id())));
    }

    private static boolean asked(StoredRequest request, StoredMember person) {
        String escalatedTo = request.escalatedTo();
        return (escalatedTo != null && person.groups().contains(escalatedTo))
                || request.required().stream().anyMatch(requirement -> person.groups().contains(requirement.group()));
    }

    /** A member decides once, and again only after withdrawing an approval. */
    private static @Nullable ErrorCode whyNotAgain(List<CastVote> votes, StoredMember person, Decision decision) {
        Optional<Decision> last = Votes.last(votes).stream().filter(vote -> vote.person().id().equals(person.id()))
                .map(vote -> vote.said().decision()).findFirst();
        boolean approved = last.filter(said -> said == Decision.APPROVE || said == Decision.OVERRIDE).isPresent();
        if (decision == Decision.WITHDRAW) {
            return approved ? null : ErrorCode.DECISION_NOT_ALLOWED;
        }
        return last.isPresent() && last.get() != Decision.WITHDRAW ? ErrorCode.ALREADY_DECIDED : null;
    }

    private static @Nullable ErrorCode whyNotNow(StoredRequest request, Decision decision, Instant now) {
        if (request.state() == RequestState.EXPIRED
                || (request.state() == RequestState.PENDING && request.pastExpiry(now))) {
            return ErrorCode.REQUEST_EXPIRED;
        }
        boolean inTime = request.state() == RequestState.PENDING || switch (decision) {
            case APPROVE, OVERRIDE -> false;
            case DENY -> request.held(now);
            case WITHDRAW -> request.state() == RequestState.APPROVED;
        };
        return inTime ? null : ErrorCode.REQUEST_NOT_PENDING;
    }
}
