package dev.agenthub.app.ui.approvals;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestState;
import java.util.List;
import java.util.UUID;

/** A request on show: what the backend says about it, and what this machine found for itself. */
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

    /** Approvals that count here: as many as the backend counts, at most those whose signatures hold. */
    public int approvals() {
        long valid = votes.stream().filter(vote -> vote.valid() && vote.vote().decision().equals("approve")).count();
        return (int) Math.min(valid, detail.summary().approvals());
    }
}
