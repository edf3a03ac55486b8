package dev.agenthub.app.ui.approvals.drafts;

import dev.agenthub.api.RequestState;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.request.CheckedVote;
import dev.agenthub.app.ui.approvals.request.ExactPayload;
import dev.agenthub.app.ui.approvals.request.MemberAction;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import java.util.List;
import java.util.UUID;

/**
 * A decision that failed after its request had left the screen.
 *
 * @param request as it was on show
 * @param failure why it failed
 */
public record LeftDecision(OpenRequest request, MemberAction action, Failure failure) {

    public UUID id() {
        return request.id();
    }

    /** Whether it is unknown here if the backend recorded it. */
    public boolean isUnconfirmed() {
        return failure.code().equals(RequestDecisions.UNCONFIRMED) || failure.code().equals(ExactPayload.DIFFERS)
                || (action instanceof MemberAction.Cancel && RequestDecisions.leavesOpen(failure));
    }

    /** Whether {@code now}, the current state of the request, shows that the backend recorded it. */
    public boolean wasTaken(OpenRequest now, UUID member) {
        return switch (action) {
            case MemberAction.Vote vote ->
                now.votes().stream().filter(one -> !statements(request).contains(statement(one)))
                        .anyMatch(one -> one.valid() && one.vote().member().equals(member)
                                && one.vote().decision().equals(vote.decision().word())
                                && one.vote().reason().equals(vote.reason()));
            // Who took it back is not told; either way it is what was wanted.
            case MemberAction.Cancel _ -> now.detail().summary().state() == RequestState.CANCELLED;
        };
    }

    private static List<String> statements(OpenRequest request) {
        return request.votes().stream().map(LeftDecision::statement).toList();
    }

    private static String statement(CheckedVote vote) {
        return vote.vote().statement();
    }

    /** Whether the decision is still possible in {@code now}, the current state of the request. */
    public boolean isPossible(OpenRequest now, UUID member, List<String> groups) {
        return switch (action) {
            case MemberAction.Vote vote -> switch (vote.decision()) {
                case APPROVE, DENY -> now.decidable();
                case OVERRIDE -> now.overridable(groups);
                case WITHDRAW -> now.withdrawable(member);
            };
            case MemberAction.Cancel _ -> now.detail().cancellable();
        };
    }
}
