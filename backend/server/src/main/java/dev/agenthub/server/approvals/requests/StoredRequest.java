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
 * @param asked what it asks for, and on whose behalf
 * @param wording what members read about it first
 * @param frozen what stays as it was when the request was made
 * @param progress what its decisions and its run change
 */
public record StoredRequest(UUID id, RequestSubject asked, Wording wording, Frozen frozen, Progress progress) {

    /**
     * What lists show.
     *
     * @param agentSays the agent's own words; null where it gave none, and for a change
     */
    public record Wording(String title, Risk risk, @Nullable String agentSays) {}

    /**
     * What the request was made with.
     *
     * @param payloadHash the stored one; {@link Payload#hash} is what the bytes say now
     * @param submissionHash of what was sent, so that a repetition is known
     */
    public record Frozen(Hash payloadHash, Hash submissionHash, PolicyVersion policy, Terms terms, Instant createdAt,
            Instant expiresAt) {}

    /**
     * How far it is.
     *
     * @param refusal the code of why it was refused, or denied by the policy, or cancelled by us; null otherwise
     * @param listedAt when members approved or denied it, when it was asked for until they do
     * @param runAfter when it may run, null until it is approved
     * @param escalatedAt when others were asked too, null until they are
     */
    public record Progress(RequestState state, @Nullable String refusal, Instant listedAt, @Nullable Instant runAfter,
            @Nullable Instant escalatedAt) {

        /** Of a request that waits for decisions since then. */
        public static Progress pending(Instant since) {
            return new Progress(RequestState.PENDING, null, since, null, null);
        }
    }

    /** The same in another state, in which nothing is wrong with it. */
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

    /** The action that it asks for; whoever calls this knows that it is none of the changes. */
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
     * Whether a member may say anything about it: an active approver of its workspace whom its terms do not
     * exclude. Who speaks for whoever asks is another question. The database asks the same in {@code hub.may_vote}.
     */
    public boolean admits(StoredMember person) {
        return person.active() && person.has(Role.APPROVER) && person.sees(asked.workspace())
                && !demand().excluded().excludes(person.id(), person.groups());
    }

    /** When others are asked too if it still waits; null where never. */
    @Nullable
    public Instant escalatesAt() {
        Escalation escalation = demand().escalation();
        return escalation == null ? null : frozen.createdAt.plus(escalation.after());
    }

    /** The group whose members count in every group that is asked, since it waited for so long; null where none does. */
    @Nullable
    public String escalatedTo() {
        Escalation escalation = demand().escalation();
        return escalation == null || progress.escalatedAt == null
                || progress.escalatedAt.isBefore(frozen.createdAt.plus(escalation.after()))
                        ? null
                        : escalation.group();
    }

    /** Whether others are to be asked now. */
    public boolean escalates(Instant now) {
        Instant due = escalatesAt();
        return progress.state == RequestState.PENDING && progress.escalatedAt == null && due != null
                && !now.isBefore(due);
    }

    /** Whether it was approved and still waits, so that it can be stopped. */
    public boolean held(Instant now) {
        return progress.state == RequestState.APPROVED && progress.runAfter != null && now.isBefore(progress.runAfter);
    }

    /** Whether it ends now because its time is over: it still waits for approvals, or for its proposer to collect what it hands out. */
    public boolean expires(Instant now) {
        boolean waits = progress.state == RequestState.PENDING
                || (progress.state == RequestState.APPROVED && asked instanceof RequestSubject.Change);
        return waits && pastExpiry(now);
    }

    public boolean pastExpiry(Instant now) {
        return !now.isBefore(frozen.expiresAt);
    }
}
