package dev.agenthub.server.approvals.requests;

import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Risk;
import dev.agenthub.api.Role;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.Demand;
import dev.agenthub.evidence.policy.Escalation;
import dev.agenthub.evidence.policy.Outcome;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.server.identity.StoredMember;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request's row without its payload, which may be large.
 *
 * @param asked what it asks for, and on whose behalf
 * @param wording the title, risk and reason that lists show
 * @param frozen what does not change after submission
 * @param progress what decisions and the run change
 */
public record StoredRequest(UUID id, RequestSubject asked, Wording wording, Frozen frozen, Progress progress) {

    /**
     * What lists show of a request.
     *
     * @param agentSays the agent's own words; null where it gave none, and for a change
     */
    public record Wording(String title, Risk risk, @Nullable String agentSays) {}

    /**
     * What does not change after submission.
     *
     * @param payloadHash as stored; {@link Payload#hash} computes it from the bytes now
     * @param submissionHash of the submitted body, by which a repetition is recognized
     */
    public record Frozen(Hash payloadHash, Hash submissionHash, PolicyVersion policy, Terms terms, Instant createdAt,
            Instant expiresAt) {}

    /**
     * The request's state.
     *
     * @param refusal the code of why it was refused, denied by the policy, or cancelled by the system; null otherwise
     * @param listedAt when members approved or denied it; before that, when it was submitted
     * @param runAfter when it may run; null until it is approved
     * @param escalatedAt when it was escalated; null until then
     */
    public record Progress(RequestState state, @Nullable String refusal, Instant listedAt, @Nullable Instant runAfter,
            @Nullable Instant escalatedAt) {

        /** The state of a request that waits for decisions since then. */
        public static Progress pending(Instant since) {
            return new Progress(RequestState.PENDING, null, since, null, null);
        }
    }

    /** The same request in another state, without a refusal code. */
    public StoredRequest moved(RequestState to, @Nullable Instant mayRunAfter) {
        return new StoredRequest(id, asked, wording, frozen,
                new Progress(to, null, progress.listedAt, mayRunAfter, progress.escalatedAt));
    }

    public String title() {
        return wording.title;
    }

    public Risk risk() {
        return wording.risk;
    }

    public @Nullable String agentSays() {
        return wording.agentSays;
    }

    public Hash payloadHash() {
        return frozen.payloadHash;
    }

    public Hash submissionHash() {
        return frozen.submissionHash;
    }

    public PolicyVersion policy() {
        return frozen.policy;
    }

    public Terms terms() {
        return frozen.terms;
    }

    public Instant createdAt() {
        return frozen.createdAt;
    }

    public Instant expiresAt() {
        return frozen.expiresAt;
    }

    public RequestState state() {
        return progress.state;
    }

    public @Nullable String refusal() {
        return progress.refusal;
    }

    public Instant listedAt() {
        return progress.listedAt;
    }

    public @Nullable Instant runAfter() {
        return progress.runAfter;
    }

    public @Nullable Instant escalatedAt() {
        return progress.escalatedAt;
    }

    /** The action that the request asks for; only for requests that are no changes. */
    public RequestSubject.Action action() {
        if (asked instanceof RequestSubject.Action action) {
            return action;
        }
        throw new IllegalStateException("Request " + id + " asks for a change");
    }

    public Demand demand() {
        return frozen.terms.demand();
    }

    public Outcome outcome() {
        return demand().outcome();
    }

    public List<Quorum.Requirement> required() {
        return demand().requirements();
    }

    /**
     * Whether the member may decide at all: an active approver of the request's workspace whom its terms do not exclude.
     * Whether the member can speak for the requester is checked elsewhere. {@code hub.may_vote} states the same rule in SQL.
     */
    public boolean admits(StoredMember person) {
        return person.active() && person.has(Role.APPROVER) && person.sees(asked.workspace())
                && !demand().excluded().excludes(person.id(), person.groups());
    }

    /** When the request is escalated if it still waits; null where never. */
    @Nullable
    public Instant escalatesAt() {
        Escalation escalation = demand().escalation();
        return escalation == null ? null : frozen.createdAt.plus(escalation.after());
    }

    /** The group whose members count in every required group after the escalation; null before it, or where there is none. */
    @Nullable
    public String escalatedTo() {
        Escalation escalation = demand().escalation();
        return escalation == null || progress.escalatedAt == null
                || progress.escalatedAt.isBefore(frozen.createdAt.plus(escalation.after()))
                        ? null
                        : escalation.group();
    }

    /** Whether the escalation is due now. */
    public boolean escalates(Instant now) {
        Instant due = escalatesAt();
        return progress.state == RequestState.PENDING && progress.escalatedAt == null && due != null
                && !now.isBefore(due);
    }

    /** Whether the request is approved and its hold is not over, so that it can still be stopped. */
    public boolean held(Instant now) {
        return progress.state == RequestState.APPROVED && progress.runAfter != null && now.isBefore(progress.runAfter);
    }

    /** Whether the request's time is over now: it still waits for approvals, or for its proposer to collect a secret. */
    public boolean expires(Instant now) {
        boolean waits = progress.state == RequestState.PENDING
                || (progress.state == RequestState.APPROVED && asked instanceof RequestSubject.Change);
        return waits && pastExpiry(now);
    }

    public boolean pastExpiry(Instant now) {
        return !now.isBefore(frozen.expiresAt);
    }
}
