package dev.agenthub.app.ui.approvals.request;

import dev.agenthub.api.ApprovalTerms;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import java.util.List;
import java.util.UUID;

/** A request as it is shown: what the backend says about it, and what this machine checked itself. */
public record OpenRequest(RequestDetail detail, ExactPayload payload, List<CheckedVote> votes) {
    public OpenRequest {
        votes = List.copyOf(votes);
    }

    public UUID id() {
        return detail.summary().request();
    }

    /** Whether this member may decide now. */
    public boolean decidable() {
        return detail.summary().state() == RequestState.PENDING && detail.eligibility().eligible();
    }

    /** Whether this member approved, or overrode, and can still take that back. */
    public boolean withdrawable(UUID member) {
        RequestState state = detail.summary().state();
        return (state == RequestState.PENDING || state == RequestState.APPROVED)
                && votes.stream().map(CheckedVote::vote).filter(vote -> vote.member().equals(member))
                        .reduce((_, last) -> last)
                        .filter(last -> last.decision().equals("approve") || last.decision().equals("override"))
                        .isPresent();
    }

    /** Whether it is approved and waits for the end of the hold that its policy asks for. */
    public boolean held() {
        ApprovalTerms terms = detail.terms();
        return detail.summary().state() == RequestState.APPROVED && terms != null && terms.runsAfter() != null;
    }

    /** Whether the policy lets a member of these groups override missing approvals. */
    public boolean overridable(List<String> groups) {
        ApprovalTerms terms = detail.terms();
        return decidable() && terms != null && terms.overrideGroup() != null
                && groups.contains(terms.overrideGroup());
    }

    /** The number of approvals: as many as the backend counts, but no more than have a valid signature. */
    public int approvals() {
        long valid = votes.stream().filter(vote -> vote.valid() && vote.vote().decision().equals("approve")).count();
        return (int) Math.min(valid, detail.summary().approvals());
    }
}
