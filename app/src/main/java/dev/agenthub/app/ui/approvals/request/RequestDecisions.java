package dev.agenthub.app.ui.approvals.request;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.ClockDifference;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.RemoteAddress;
import dev.agenthub.app.platform.UnlockedKey;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.approvals.reading.SignedDisplay;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.UUID;

/**
 * Fetches requests, checks their payloads, and signs and sends decisions. Every call blocks; thread-safe.
 */
public final class RequestDecisions {
    private static final Messages MESSAGES = Messages.of(RequestDecisions.class);

    private static final Set<String> ENDING = Set.of(BackendException.UNREACHABLE, BackendException.ANSWER_INVALID,
            BackendException.NOT_TRUSTED, RemoteAddress.CERTIFICATE_CHANGED, UnlockedKey.LOCKED,
            ErrorCode.UNAUTHENTICATED.name(), ClockDifference.CODE,
            ErrorCode.STEP_UP_REQUIRED.name(), ErrorCode.KEY_REVOKED.name(), ErrorCode.UNAVAILABLE.name(),
            ErrorCode.DATABASE_STOPPED.name());
    private static final Set<String> OPEN_END = Set.of(BackendException.UNREACHABLE, BackendException.ANSWER_INVALID,
            ExactPayload.DIFFERS);

    /** The backend did not record the decision. */
    static final String NOT_RECORDED = "DECISION_NOT_RECORDED";
    /** Code: it is unknown here whether the backend recorded the decision. */
    public static final String UNCONFIRMED = "DECISION_UNCONFIRMED";

    /** The backend did not get to the decision, or its answer was lost. */
    private static final Set<String> NO_ANSWER = Set.of(BackendException.UNREACHABLE, BackendException.ANSWER_INVALID,
            ErrorCode.UNAVAILABLE.name(), ErrorCode.DATABASE_STOPPED.name(), ErrorCode.SERVER_BUSY.name());
    private static final Set<String> BEFORE_LOOKING = Set.of(ErrorCode.UNAUTHENTICATED.name(),
            ErrorCode.KEY_REVOKED.name(), ErrorCode.INTERNAL.name(), ErrorCode.TOO_MANY_REQUESTS.name(),
            BackendException.NOT_TRUSTED, RemoteAddress.CERTIFICATE_CHANGED);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Session session;
    private final InstantSource clock;
    private final Duration pause;

    public RequestDecisions(Session session, InstantSource clock) {
        this(session, clock, Duration.ofSeconds(1));
    }

    /** With another pause before a decision that found no answer is sent again, for tests. */
    public RequestDecisions(Session session, InstantSource clock, Duration pause) {
        this.session = session;
        this.clock = clock;
        this.pause = pause;
    }

    /** Whether the failure would also affect decisions about other requests, so that a batch should end. */
    public static boolean ends(Failure failed) {
        return ENDING.contains(failed.code());
    }

    /** Whether it is unknown here if the backend recorded the decision that was sent. */
    public static boolean leavesOpen(Failure failed) {
        return OPEN_END.contains(failed.code());
    }

    /** Whether what came is not what the backend or the payload says it is. */
    public static boolean isDifferent(Failure failed) {
        return failed.code().equals(ExactPayload.DIFFERS) || failed.code().equals(PayloadFile.DIFFERS);
    }

    /**
     * Fetches a request and its bytes, and checks them.
     *
     * @throws CodedException {@link ExactPayload#DIFFERS} where they are not what the backend says they are
     */
    public OpenRequest fetch(UUID request) {
        RequestDetail detail = session.client().request(request);
        if (!detail.summary().request().equals(request)) {
            throw new CodedException(ExactPayload.DIFFERS, MESSAGES.text("differs.request"));
        }
        ExactPayload payload = ExactPayload.check(session.client().payload(request), detail, session.me().org());
        return open(detail, payload);
    }

    /**
     * Fetches one of a request's files, and checks it against the payload.
     *
     * @throws CodedException {@link PayloadFile#DIFFERS} where its bytes are not those that the payload names
     */
    public byte[] fetch(OpenRequest request, PayloadFile file) {
        byte[] bytes = session.client().attachment(request.id(), file.position());
        file.require(bytes);
        return bytes;
    }

    /**
     * Returns the request with its checked payload and the new {@code detail}.
     *
     * @throws CodedException {@link ExactPayload#DIFFERS} where {@code detail} names another hash
     */
    public OpenRequest updated(ExactPayload payload, RequestDetail detail) {
        requireSame(payload.hash(), detail.summary().payloadHash());
        return open(detail, payload);
    }

    /**
     * Carries out {@code action} on the request that was on show.
     *
     * @return the request as it is afterwards
     * @throws CodedException as {@link #send} does; the backend's code where it did not take the request back
     */
    public OpenRequest carryOut(OpenRequest shown, MemberAction action) {
        return updated(shown.payload(), switch (action) {
            case MemberAction.Vote vote ->
                send(shown.id(), shown.payload().hash(), vote.decision(), vote.reason(), vote.seen());
            case MemberAction.Cancel cancel -> session.client().cancel(shown.id(), cancel.reason());
        });
    }

    /**
     * Signs a decision about the bytes with this hash, and sends it. Where no answer comes, the
     * very same is sent again, which the backend takes once, until it says what became of it.
     *
     * @param seen what of them was on screen
     * @return the request as it is afterwards
     * @throws CodedException {@link ExactPayload#DIFFERS} where the bytes are others now: nothing was signed; the backend's code where it
     *        refused; {@link #NOT_RECORDED} where it did so once it answered again, or did not answer before anything was sent;
     *        {@link #UNCONFIRMED} where it did not answer for a minute
     */
    public RequestDetail send(UUID request, Hash payload, Decision decision, String reason, SignedDisplay seen) {
        SignedStatement signed = signed(request, payload, decision, reason, seen);
        Instant sent = clock.instant();
        CodedException unanswered = null;
        do {
            try {
                return deliver(request, payload, signed);
            } catch (CodedException e) {
                if (!NO_ANSWER.contains(e.code())) {
                    throw unanswered == null || e.code().equals(ExactPayload.DIFFERS) ? e : afterSilence(e);
                }
                unanswered = e;
            }
        } while (pause() && Duration.between(sent, clock.instant()).compareTo(PATIENCE) < 0);
        throw new CodedException(UNCONFIRMED, MESSAGES.text("decision.unconfirmed"), unanswered);
    }

    private SignedStatement signed(UUID request, Hash payload, Decision decision, String reason, SignedDisplay seen) {
        try {
            return sign(request, payload, decision, reason, seen);
        } catch (CodedException e) {
            throw NO_ANSWER.contains(e.code())
                    ? new CodedException(NOT_RECORDED, MESSAGES.text("decision.not.sent", e.sentence()), e)
                    : e;
        }
    }

    /** A refusal says that no attempt was recorded, but for those that come before the backend looks whether it has this decision. */
    private static CodedException afterSilence(CodedException refused) {
        return BEFORE_LOOKING.contains(refused.code())
                ? new CodedException(UNCONFIRMED, MESSAGES.text("decision.unconfirmed"), refused)
                : new CodedException(NOT_RECORDED, MESSAGES.text("decision.not.recorded", refused.sentence()), refused);
    }

    private boolean pause() {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Signs a decision about the bytes with this hash, and sends nothing. The bytes are
     * fetched once more, since a challenge serves for one decision.
     *
     * @param seen what of them was on screen
     * @throws CodedException {@link ExactPayload#DIFFERS} where the bytes are others now, {@link ClockDifference#CODE}: nothing was signed
     */
    public SignedStatement sign(UUID request, Hash payload, Decision decision, String reason, SignedDisplay seen) {
        OpenRequest fetched = fetch(request);
        requireSame(payload, fetched.payload().hash().hex());
        ClockDifference.requireNone(session.client(), clock);
        DecisionStatement said = new DecisionStatement(fetched.payload().challenge(),
                clock.instant().truncatedTo(ChronoUnit.MICROS), decision,
                seen.of(fetched.payload().text()), session.signer().keyId(),
                session.me().member(), session.me().org(), payload, Hash.ofHex(fetched.detail().policy().digest()),
                reason, request);
        return SignedStatement.of(said.canonicalBytes(), session.signer().sign(said.preAuthenticationEncoding()));
    }

    /**
     * Sends a signed decision about the bytes with this hash.
     *
     * @return the request as it is afterwards
     * @throws CodedException the backend's code where it refused; {@link ExactPayload#DIFFERS} where it answers with another hash
     */
    public RequestDetail deliver(UUID request, Hash payload, SignedStatement signed) {
        RequestDetail after = session.client().decide(request, signed.statementBytes(), signed.signatureBytes());
        requireSame(payload, after.summary().payloadHash());
        return after;
    }

    /** The failure when the backend names another hash than that of the payload that was shown. */
    public static Failure changedHash() {
        return new Failure(ExactPayload.DIFFERS, MESSAGES.text("differs.changed"));
    }

    private OpenRequest open(RequestDetail detail, ExactPayload payload) {
        return new OpenRequest(detail, payload, CheckedVote.of(detail, payload, session.me().org()));
    }

    private static void requireSame(Hash payload, String named) {
        if (!payload.hex().equals(named)) {
            throw new CodedException(ExactPayload.DIFFERS, changedHash().sentence());
        }
    }
}
