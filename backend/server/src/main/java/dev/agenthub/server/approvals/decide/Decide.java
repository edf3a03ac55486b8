package dev.agenthub.server.approvals.decide;

import dev.agenthub.api.Attachment;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import dev.agenthub.evidence.statement.Reason;
import dev.agenthub.server.approvals.requests.ApprovalEvents;
import dev.agenthub.server.approvals.requests.ReadyListener;
import dev.agenthub.server.approvals.requests.RequestSubject;
import dev.agenthub.server.approvals.requests.Requests;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.common.StorableText;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.MemberKeys;
import dev.agenthub.server.identity.MemberSignatures;
import dev.agenthub.server.identity.MemberSignatures.StoredKey;
import dev.agenthub.server.identity.Sessions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Checks a member's signed decision, records it verbatim, and moves the request to its next state. */
public final class Decide {

    /** How recent a sign-in must be where the policy requires one for each decision. */
    private static final Duration STEP_UP = Duration.ofMinutes(2);

    private static final int LONGEST_REASON = 4_000;

    private final AuditLog audit;
    private final EventStream events;
    private final ReadyListener ready;
    private final Clock clock;

    /**
     * Creates the use case.
     *
     * @param ready notified where a decision makes the request ready to run
     */
    public Decide(AuditLog audit, EventStream events, ReadyListener ready, Clock clock) {
        this.audit = audit;
        this.events = events;
        this.ready = ready;
        this.clock = clock;
    }

    /**
     * Says that the request has expired or is to be escalated; that is done first, in a
     * transaction of its own, so that it remains done even where the decision is refused.
     */
    public static final class DueException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Makes a result from a request in its new state, its decisions and its files. */
    @FunctionalInterface
    public interface Answer<T> {
        T of(Ballot ballot, List<Attachment> files);
    }

    /**
     * Checks and records a decision. Repeating the same statement and signature changes nothing.
     *
     * @param then makes the result, before the audit log is locked
     * @throws RefusedException with the code of the first fault; nothing is recorded then
     * @throws DueException before any other check
     */
    public <T> T decide(Handle handle, MemberCaller caller, UUID request, SignedStatement signed, Answer<T> then) {
        byte[] statement = signed.statementBytes();
        byte[] signature = signed.signatureBytes();
        DecisionStatement said = parse(statement);
        // The member's roles, delegations and key are locked until the vote is in the log.
        StoredRequest stored = DecisionBasis.lock(handle, caller, request);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (stored.expires(now) || stored.escalates(now)) {
            throw new DueException();
        }
        requireAbout(stored, caller, said, now);
        DecisionBasis basis = DecisionBasis.of(handle, caller, stored, said, now);
        StoredKey key = MemberSignatures.require(basis.key(),
                DecisionStatement.preAuthenticationEncoding(statement), signature);
        Ballot ballot = basis.ballot();
        if (ballot.votes().stream().anyMatch(vote -> vote.repeats(statement, signature))) {
            return then.of(ballot, basis.files());
        }
        ErrorCode whyNot = ballot.whyNot(basis.member(), said.decision(), now);
        if (whyNot != null) {
            throw new RefusedException(whyNot);
        }
        requireTerms(handle, caller, stored, said, now);
        int turn = record(handle, said, statement, signature, now);
        Ballot moved = moved(ballot.with(
                new CastVote(said, signed, ballot.voter(basis.member()), key.key(), turn, now)), said.decision(), now);
        T answer = then.of(moved, basis.files());
        handle.afterCommit(() -> publish(caller.org(), moved.request(), said.decision()));
        EventDraft event = ApprovalEvents.decided(caller.actor(), stored, said.decision(), statement, signature);
        if (isHeld(moved.request(), said.decision())) {
            audit.append(handle, caller.org(), event);
            // From the event on, as a verifier counts; it is later than the decision by the time spent waiting for the log's lock.
            Instant after = clock.instant().truncatedTo(ChronoUnit.MICROS).plus(moved.request().demand().hold());
            store(handle, Requests.DECIDE, moved.request().moved(moved.request().state(), after), said, now);
        } else {
            // Both in one round trip.
            store(handle, Requests.DECIDE + ";" + AuditLog.TAKE_TURN, moved.request(), said, now);
            audit.appendInTurn(handle, caller.org(), event);
        }
        return answer;
    }

    private static boolean isHeld(StoredRequest moved, Decision decision) {
        return decision == Decision.APPROVE && moved.state() == RequestState.APPROVED
                && moved.demand().hold().isPositive();
    }

    /**
     * Checks what the policy requires of an approval beside the signature; an
     * override always needs a reason and a recent sign-in.
     */
    private static void requireTerms(Handle handle, MemberCaller caller, StoredRequest request, DecisionStatement said,
            Instant now) {
        boolean override = said.decision() == Decision.OVERRIDE;
        if (!override && said.decision() != Decision.APPROVE) {
            return;
        }
        if ((override || request.demand().reason()) && Reason.isBlank(said.reason())) {
            throw new RefusedException(ErrorCode.REASON_REQUIRED);
        }
        if ((override || request.demand().stepUp()) && !Sessions.openedSince(handle, caller, now.minus(STEP_UP))) {
            throw new RefusedException(ErrorCode.STEP_UP_REQUIRED);
        }
    }

    private static DecisionStatement parse(byte[] statement) {
        try {
            DecisionStatement said = DecisionStatement.parse(statement);
            StorableText.require("The reason", said.reason());
            if (said.reason().codePointCount(0, said.reason().length()) > LONGEST_REASON) {
                throw new RefusedException(ErrorCode.DECISION_MALFORMED,
                        "The reason is longer than " + LONGEST_REASON + " characters.");
            }
            return said;
        } catch (EvidenceException e) {
            throw new RefusedException(ErrorCode.DECISION_MALFORMED, e.sentence(), e);
        }
    }

    private static void requireAbout(StoredRequest request, MemberCaller caller, DecisionStatement said, Instant now) {
        String wrong = mismatch(request, caller, said, now);
        if (wrong != null) {
            throw new RefusedException(ErrorCode.DECISION_MISMATCH, "The statement's " + wrong + " is not this one.");
        }
    }

    /** The name of the first member of the statement that does not belong to this request and caller; null where all do. */
    private static @Nullable String mismatch(StoredRequest request, MemberCaller caller, DecisionStatement said,
            Instant now) {
        if (!said.org().equals(caller.org())) {
            return "org";
        }
        if (!said.request().equals(request.id())) {
            return "request";
        }
        if (!said.member().equals(caller.member())) {
            return "member";
        }
        if (!said.payloadHash().equals(request.payloadHash())) {
            return "payloadHash";
        }
        if (!said.policyDigest().hex().equals(request.policy().digest())) {
            return "policyDigest";
        }
        Duration clocks = Duration.between(said.decidedAt(), now).abs();
        return clocks.compareTo(MemberKeys.CLOCK_DIFFERENCE) > 0 ? "decidedAt" : null;
    }

    private static int record(Handle handle, DecisionStatement said, byte[] statement, byte[] signature, Instant now) {
        Hash challenge = PayloadFetches.hash(said.challenge());
        if (challenge == null) {
            throw new RefusedException(ErrorCode.DECISION_WITHOUT_FETCH);
        }
        return Votes.record(handle, said, challenge, statement, signature, now)
                .orElseThrow(() -> new RefusedException(ErrorCode.DECISION_WITHOUT_FETCH));
    }

    private static Ballot moved(Ballot ballot, Decision decision, Instant now) {
        StoredRequest request = ballot.request();
        RequestState next = next(request, ballot, decision);
        return ballot.moved(request.moved(next, runAfter(request, next, decision, now)));
    }

    /**
     * Stores the request's new state. Done once only: where a transaction updates a row again, PostgreSQL checks all foreign keys of the
     * row, and then waits for whoever changes the agent, who may wait for the log.
     */
    private static void store(Handle handle, String statement, StoredRequest moved, DecisionStatement said,
            Instant now) {
        boolean closes = said.decision() == Decision.DENY && !said.reason().isBlank();
        handle.createUpdate(statement)
                .bind("org", said.org()).bind("request", moved.id()).bind("state", moved.state().toString())
                .bind("after", moved.runAfter()).bind("reason", closes ? said.reason() : null).bind("now", now)
                .execute();
    }

    private void publish(UUID org, StoredRequest moved, Decision decision) {
        events.publish(org, ServerEvent.changed(moved.id(), moved.state()));
        if (decision == Decision.OVERRIDE) {
            events.publish(org, ServerEvent.overridden(moved.id(), moved.state()));
        }
        if (moved.state() == RequestState.APPROVED) {
            switch (moved.asked()) {
                case RequestSubject.Action _ -> ready.action(org, moved.id());
                case RequestSubject.Change _ -> ready.change(org, moved.id());
            }
        }
    }

    private static RequestState next(StoredRequest request, Ballot ballot, Decision decision) {
        return switch (decision) {
            case DENY -> RequestState.DENIED;
            case OVERRIDE -> RequestState.APPROVED;
            case APPROVE, WITHDRAW -> Votes.tally(request, ballot.votes()).met()
                    ? RequestState.APPROVED
                    : RequestState.PENDING;
        };
    }

    /**
     * When the request may run: a hold begins with the approval that completes the quorum;
     * a withdrawal that leaves the quorum complete does not restart it.
     */
    private static @Nullable Instant runAfter(StoredRequest request, RequestState next, Decision decision,
            Instant now) {
        if (next == RequestState.PENDING) {
            return null;
        }
        if (next != RequestState.APPROVED || request.state() == RequestState.APPROVED) {
            return request.runAfter();
        }
        return decision == Decision.OVERRIDE ? now : now.plus(request.demand().hold());
    }
}
