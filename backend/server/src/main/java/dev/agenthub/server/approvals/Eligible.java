package dev.agenthub.server.approvals;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Role;
import dev.agenthub.server.identity.Person;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may decide a request now. The screen asks before, the decision is held against the same answer. */
final class Eligible {

    private Eligible() {}

    /** Why this member may not decide, null where they may. */
    static @Nullable ErrorCode whyNot(StoredRequest request, List<CastVote> votes, Person person, Instant now) {
        if (person.id().equals(request.agentOwner())) {
            return ErrorCode.SELF_APPROVAL;
        }
        boolean asked = request.required().stream()
                .anyMatch(requirement -> person.groups().contains(requirement.group()));
        if (!person.active() || !person.roles().contains(Role.APPROVER)
                || (request.state() == RequestState.PENDING && !asked)) {
            return ErrorCode.NOT_ELIGIBLE;
        }
        if (votes.stream().anyMatch(vote -> vote.person().id().equals(person.id()))) {
            return ErrorCode.ALREADY_DECIDED;
        }
        if (request.state() == RequestState.EXPIRED
                || (request.state() == RequestState.PENDING && request.pastExpiry(now))) {
            return ErrorCode.REQUEST_EXPIRED;
        }
        return request.state() == RequestState.PENDING ? null : ErrorCode.REQUEST_NOT_PENDING;
    }
}
