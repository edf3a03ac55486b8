package dev.agenthub.server.approvals.requests;

import dev.agenthub.api.PolicyVersion;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.Risk;
import dev.agenthub.api.Role;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.Demand;
import dev.agenthub.evidence.policy.Escalation;
import dev.agenthub.evidence.policy.Outcome;
import dev.agenthub.evidence.statement.Quorum;
import dev.agenthub.server.identity.StoredMember;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request as its row says, without its payload, which may be large.
 *
 * @param payloadHash the stored one; {@link Payload#hash} is what the bytes say now
 * @param refusal the code of why it was refused, or denied by the policy, or cancelled by us; null otherwise
 * @param runAfter when it may run, null until it is approved
 * @param listedAt when members approved or denied it, when it was asked for until they do
 * @param escalatedAt when others were asked too, null until they are
 */
public record StoredRequest(UUID id, RequestSubject asked, String title, Risk risk, @Nullable String agentSays,
        Hash payloadHash,
        PolicyVersion policy,
        Terms terms, RequestState state, @Nullable String refusal, Hash submissionHash,
        Instant createdAt, Instant expiresAt, Instant listedAt, @Nullable Instant runAfter,
        @Nullable Instant escalatedAt) {

    /** The same in another state, in which nothing is wrong with it. */
    public StoredRequest moved(RequestState to, @Nullable Instant mayRunAfter) {
        return new StoredRequest(id, asked, title, risk, agentSays, payloadHash, policy, terms, to, null,
                submissionHash, createdAt, expiresAt, listedAt, mayRunAfter, escalatedAt);
    }

    /** The action that it asks for; whoever calls this knows that it is none of the changes. */
    public RequestSubject.Action action() {
        if (asked instanceof RequestSubject.Action action) {
            return action;
        }
        throw new IllegalStateException("Request " + id + " asks for a change");
    }

    public Demand demand() {
        return terms.demand();
    }

    public Outcome outcome() {
        return demand().outcome();
    }

    public List<Quorum.Requirement> required() {
        return demand().requirements();
    }

    /**
     * Whether a member may say anything about it: an active approver of its workspace whom its terms do not exclude. Who speaks for whoever asks is another
     * question. The database asks the same in {@code hub.may_vote}.
     */
    public boolean admits(StoredMember person) {
        return person.active() && person.has(Role.APPROVER) && person.sees(asked.workspace())
                && !demand().excluded().excludes(person.id(), person.groups());
    }

    /** When others are asked too if it still waits; null where never. */
    @Nullable
    public Instant escalatesAt() {
        Escalation escalation = demand().escalation();
        return escalation == null ? null : createdAt.plus(escalation.after());
    }

    /** The group whose members count in every group that is asked, since it waited for so long; null where none does. */
    @Nullable
    public String escalatedTo() {
        Escalation escalation = demand().escalation();
        return escalation == null || escalatedAt == null || escalatedAt.isBefore(createdAt.plus(escalation.after()))
                ? null
                : escalation.group();
    }

    /** Whether others are to be asked now. */
    public boolean escalates(Instant now) {
        Instant due = escalatesAt();
        return state == RequestState.PENDING && escalatedAt == null && due != null && !now.isBefore(due);
    }

    /** Whether it was approved and still waits, so that it can be stopped. */
    public boolean held(Instant now) {
        return state == RequestState.APPROVED && runAfter != null && now.isBefore(runAfter);
    }

    /** Whether it ends now because its time is over: it still waits for approvals, or for its proposer to collect what it hands out. */
    public boolean expires(Instant now) {
        boolean waits = state == RequestState.PENDING
                || (state == RequestState.APPROVED && asked instanceof RequestSubject.Change);
        return waits && pastExpiry(now);
    }

    public boolean pastExpiry(Instant now) {
        return !now.isBefore(expiresAt);
    }
}
