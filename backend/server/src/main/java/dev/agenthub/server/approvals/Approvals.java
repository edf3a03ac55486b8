package dev.agenthub.server.approvals;

import dev.agenthub.api.AgentCounts;
import dev.agenthub.api.Attachment;
import dev.agenthub.api.ChangeSummary;
import dev.agenthub.api.Eligibility;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Page;
import dev.agenthub.api.RequestCounts;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestEdit;
import dev.agenthub.api.RequestEscalation;
import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestHistory;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Role;
import dev.agenthub.api.RunResult;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.db.organization.OrgTransactions;
import dev.agenthub.evidence.policy.Escalation;
import dev.agenthub.evidence.policy.Quorum;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.server.approvals.decide.Ballot;
import dev.agenthub.server.approvals.decide.CastVote;
import dev.agenthub.server.approvals.decide.Decide;
import dev.agenthub.server.approvals.decide.PayloadFetches;
import dev.agenthub.server.approvals.decide.PayloadWithChallenge;
import dev.agenthub.server.approvals.decide.Votes;
import dev.agenthub.server.approvals.list.History;
import dev.agenthub.server.approvals.list.RequestCursor;
import dev.agenthub.server.approvals.list.RequestList;
import dev.agenthub.server.approvals.requests.Attachments;
import dev.agenthub.server.approvals.requests.Expiry;
import dev.agenthub.server.approvals.requests.Payload;
import dev.agenthub.server.approvals.requests.ReadyListener;
import dev.agenthub.server.approvals.requests.RequestSubject;
import dev.agenthub.server.approvals.requests.Requests;
import dev.agenthub.server.approvals.requests.RunResults;
import dev.agenthub.server.approvals.requests.StoredRequest;
import dev.agenthub.server.approvals.requests.Terms;
import dev.agenthub.server.approvals.submit.CancelRequests;
import dev.agenthub.server.approvals.submit.EditBody;
import dev.agenthub.server.approvals.submit.EditRequests;
import dev.agenthub.server.approvals.submit.Submission;
import dev.agenthub.server.approvals.submit.SubmitAction;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.delegations.DelegationRows;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.identity.Caller.AgentCaller;
import dev.agenthub.server.identity.Caller.MemberCaller;
import dev.agenthub.server.identity.MemberRows;
import dev.agenthub.server.identity.StoredMember;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The use cases of requests for agents and members. Each call is one transaction with the caller's rights. Thread-safe. */
public final class Approvals {

    private final OrgTransactions transactions;
    private final Expiry expiry;
    private final Clock clock;
    private final SubmitAction submitAction;
    private final Decide decide;
    private final CancelRequests cancel;
    private final EditRequests edit;

    /**
     * Wires the use cases together.
     *
     * @param ready notified of each request that may run or be applied
     */
    public Approvals(OrgTransactions transactions, AuditLog audit, EventStream events, Expiry expiry,
            ReadyListener ready,
            Clock clock) {
        this.transactions = transactions;
        this.expiry = expiry;
        this.clock = clock;
        this.submitAction = new SubmitAction(audit, events, ready, clock);
        this.decide = new Decide(audit, events, ready, clock);
        this.cancel = new CancelRequests(audit, events, clock);
        this.edit = new EditRequests(submitAction, cancel);
    }

    /**
     * Submits an agent's action; repeated calls with one idempotency key return the same request.
     *
     * @throws RefusedException AGENT_DISABLED, TOOL_UNKNOWN, CONNECTOR_DISABLED, SCOPE_MISSING,
     *        AUTHORIZATION_DETAIL_MISSING, ARGUMENTS_INVALID, ATTACHMENTS_REFUSED, IDEMPOTENCY_KEY_REUSED
     */
    public RequestStatus submit(AgentCaller caller, Submission submission) {
        // With the system's rights: limits count other agents' requests, which row-level security hides from an agent's transaction.
        return transactions.call(OrgContext.system(caller.org()),
                handle -> status(handle, caller.org(), submitAction.submit(handle, caller, submission)));
    }

    /**
     * The status of one of the agent's own requests.
     *
     * @throws RefusedException NOT_FOUND, also for another agent's
     */
    public RequestStatus status(AgentCaller caller, UUID request) {
        expiry.touch(caller.org(), request);
        return transactions.call(caller.context(),
                handle -> status(handle, caller.org(), Requests.find(handle, caller.org(), request)
                        .filter(found -> isOf(found, caller))
                        .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND))));
    }

    /**
     * Cancels one of the agent's own requests; a cancelled one stays as it is.
     *
     * @throws RefusedException NOT_FOUND, also for another agent's; REQUEST_NOT_PENDING where it has run or ended
     */
    public RequestStatus cancel(AgentCaller caller, UUID request) {
        expiry.touch(caller.org(), request);
        // With the system's rights: an agent's own transaction may not change a request.
        return transactions.call(OrgContext.system(caller.org()), handle -> {
            StoredRequest found = Requests.find(handle, caller.org(), request).filter(stored -> isOf(stored, caller))
                    .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
            cancel.cancel(handle, caller.org(), found.id(), caller.actor(), "taken back by its agent");
            return status(handle, caller.org(), Requests.find(handle, caller.org(), request).orElseThrow());
        });
    }

    /**
     * Cancels a request: the proposer's own proposal, a request of an agent that the
     * member owns, and any request for owners and administrators.
     *
     * @throws RefusedException NOT_FOUND; FORBIDDEN; REQUEST_NOT_PENDING where it has run or ended
     */
    public RequestDetail cancel(MemberCaller caller, UUID request, String reason) {
        expiry.touch(caller.org(), request);
        transactions.run(caller.writing(), handle -> {
            StoredRequest found = Requests.find(handle, caller.org(), request)
                    .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
            if (!CancelRequests.mayCancel(found, caller.person())) {
                throw new RefusedException(ErrorCode.FORBIDDEN);
            }
            cancel.cancel(handle, caller.org(), request, caller.actor(), reason);
        });
        return transactions.call(caller.context(), handle -> detail(handle, caller, request));
    }

    private static boolean isOf(StoredRequest request, AgentCaller caller) {
        return request.asked() instanceof RequestSubject.Action action && action.agent().equals(caller.agent());
    }

    private static RequestStatus status(Handle handle, UUID org, StoredRequest request) {
        RunResult run = run(handle, org, request);
        boolean closed = request.state() == RequestState.DENIED || request.state() == RequestState.CANCELLED;
        return new RequestStatus(request.id(), request.payloadHash().hex(), request.state(),
                request.refusal(),
                closed ? Requests.closingReason(handle, org, request.id()) : null, replacement(handle, org, request),
                run == null ? null : run.outcome(), run == null ? null : run.failure(),
                run == null ? null : run.responseStatus(), run == null ? null : run.response(),
                run == null ? null : run.responseMissing());
    }

    private static @Nullable RunResult run(Handle handle, UUID org, StoredRequest request) {
        return switch (request.state()) {
            case EXECUTING, EXECUTED, FAILED, UNKNOWN -> RunResults.of(handle, org, request.id()).orElse(null);
            case PENDING, APPROVED, DENIED, EXPIRED, CANCELLED, REFUSED -> null;
        };
    }

    /** The request that replaced this one; only a cancelled request can have been replaced. */
    private static @Nullable UUID replacement(Handle handle, UUID org, StoredRequest request) {
        return request.state() == RequestState.CANCELLED ? Requests.replacementOf(handle, org, request.id()) : null;
    }

    /**
     * Replaces a pending request by one with other arguments.
     *
     * @return the new request
     * @throws RefusedException NOT_FOUND; FORBIDDEN; REQUEST_NOT_PENDING where it has run or ended; and every code of a submission
     */
    public RequestDetail edit(MemberCaller caller, UUID request, EditBody edited) {
        expiry.touch(caller.org(), request);
        if (transactions.call(caller.context(), handle -> Requests.find(handle, caller.org(), request)).isEmpty()) {
            throw new RefusedException(ErrorCode.NOT_FOUND);
        }
        // With the system's rights: limits count requests that this member may not see.
        UUID made = transactions.call(OrgContext.system(caller.org()),
                handle -> edit.edit(handle, caller, request, edited));
        return transactions.call(caller.context(), handle -> detail(handle, caller, made));
    }

    /**
     * A page of the requests that match a filter.
     *
     * @param cursor of the previous page; null for the first page
     * @param folded whether an agent that floods the list is shown by its first request only
     * @throws RefusedException REQUEST_MALFORMED where the cursor belongs to another order or filter
     */
    public Page<RequestSummary> list(MemberCaller caller, RequestFilter filter, RequestOrder order,
            @Nullable String cursor, int limit, boolean folded) {
        RequestCursor after = cursor == null ? null : RequestCursor.parse(cursor, filter, order);
        expiry.sweep(caller.org());
        return transactions.call(caller.context(), handle -> {
            List<StoredRequest> found = requests(caller, filter).page(handle, order, after, limit + 1, folded);
            List<StoredRequest> page = found.subList(0, Math.min(limit, found.size()));
            Map<UUID, List<CastVote>> votes = Votes.on(handle, caller.org(),
                    page.stream().map(StoredRequest::id).toList(),
                    DelegationRows.inForce(handle, caller.org(), clock.instant()));
            return new Page<>(
                    page.stream().map(request -> summary(request, votes.getOrDefault(request.id(), List.of())))
                            .toList(),
                    found.size() > limit ? RequestCursor.of(page.getLast()).text(filter, order) : null);
        });
    }

    /** Counts the requests that match a filter; reads each of them. */
    public RequestCounts count(MemberCaller caller, RequestFilter filter) {
        expiry.sweep(caller.org());
        return transactions.call(caller.context(), handle -> requests(caller, filter).count(handle));
    }

    /** Counts the requests that match a filter by agent; reads each of them. */
    public AgentCounts countByAgent(MemberCaller caller, RequestFilter filter) {
        expiry.sweep(caller.org());
        return transactions.call(caller.context(), handle -> requests(caller, filter).countByAgent(handle));
    }

    private RequestList requests(MemberCaller caller, RequestFilter filter) {
        return new RequestList(caller.org(), filter, caller.person(), clock.instant());
    }

    /**
     * One request with its votes, its run, and whether the caller may decide it.
     *
     * @throws RefusedException NOT_FOUND
     */
    public RequestDetail detail(MemberCaller caller, UUID request) {
        expiry.touch(caller.org(), request);
        return transactions.call(caller.context(), handle -> detail(handle, caller, request));
    }

    /**
     * What the request's agent did before, compared with this request, and who has fetched its payload.
     *
     * @throws RefusedException NOT_FOUND
     */
    public RequestHistory history(MemberCaller caller, UUID request) {
        return transactions.call(caller.context(), handle -> History.of(handle, caller.org(),
                Requests.find(handle, caller.org(), request)
                        .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND)),
                clock.instant()));
    }

    private RequestDetail detail(Handle handle, MemberCaller caller, UUID id) {
        StoredRequest request = Requests.find(handle, caller.org(), id)
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
        return detail(handle, caller, Ballot.of(handle, caller.org(), request, clock.instant()),
                Attachments.list(handle, caller.org(), id));
    }

    private RequestDetail detail(Handle handle, MemberCaller caller, Ballot ballot, List<Attachment> files) {
        StoredRequest request = ballot.request();
        List<CastVote> votes = ballot.votes();
        Instant now = clock.instant();
        ErrorCode whyNot = ballot.whyNot(caller.person(), Decision.APPROVE, now);
        return new RequestDetail(summary(request, votes), request.agentSays(), Terms.required(request.demand()),
                request.policy(),
                votes.stream().map(CastVote::shown).toList(), files,
                whyNot == null ? Eligibility.yes() : Eligibility.no(whyNot),
                request.refusal(), run(handle, caller.org(), request),
                CancelRequests.isOpen(request) && CancelRequests.mayCancel(request, caller.person()),
                EditRequests.mayEdit(request, caller.person()), edit(handle, caller.org(), request),
                replacement(handle, caller.org(), request),
                request.terms().shown(request.held(now) ? request.runAfter() : null, escalation(request)));
    }

    private static @Nullable RequestEdit edit(Handle handle, UUID org, StoredRequest request) {
        if (!(request.asked() instanceof RequestSubject.Action action) || action.edit() == null) {
            return null;
        }
        RequestSubject.Edit edit = action.edit();
        return new RequestEdit(edit.replaces(), edit.editors(),
                MemberRows.find(handle, org, edit.editors().getLast()).map(StoredMember::name).orElse(""),
                Requests.closingReason(handle, org, edit.replaces()));
    }

    private static @Nullable RequestEscalation escalation(StoredRequest request) {
        Escalation escalation = request.demand().escalation();
        Instant due = request.escalatesAt();
        return escalation == null || due == null
                ? null
                : new RequestEscalation(escalation.group(), due, request.escalatedTo() != null);
    }

    private static RequestSummary summary(StoredRequest request, List<CastVote> votes) {
        Quorum.Status tally = Votes.tally(request, votes);
        RequestSubject.Action action = request.asked() instanceof RequestSubject.Action asked ? asked : null;
        ChangeSummary change = request.asked() instanceof RequestSubject.Change asked
                ? new ChangeSummary(asked.kind(), asked.subject().kind(), asked.subject().id(), asked.proposer(),
                        asked.proposerName())
                : null;
        return new RequestSummary(request.id(), action == null ? null : action.agent(),
                action == null ? null : action.agentName(), request.asked().workspace(),
                request.asked().workspaceName(), action == null ? null : action.tool(), change, request.title(),
                request.risk(), request.state(), request.payloadHash().hex(), request.createdAt(),
                request.expiresAt(), tally.counted(), Math.toIntExact(tally.needed()),
                votes.isEmpty() ? null : votes.getLast().asLatest());
    }

    /**
     * The exact bytes of a payload, with a new challenge that the caller's decision must contain.
     *
     * @throws RefusedException NOT_FOUND, FORBIDDEN for a member without a role
     */
    public PayloadWithChallenge fetchPayload(MemberCaller caller, UUID request) {
        caller.require(Role.values());
        return transactions.call(caller.writing(), handle -> {
            Payload payload = Requests.findPayload(handle, caller.org(), request)
                    .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
            String challenge = PayloadFetches.record(handle, caller.org(), request, caller.member(), clock.instant());
            return new PayloadWithChallenge(payload, challenge);
        });
    }

    /**
     * The bytes of one attached file.
     *
     * @param position in the payload's list, from 0
     * @throws RefusedException NOT_FOUND, FORBIDDEN for a member without a role
     */
    public byte[] attachment(MemberCaller caller, UUID request, int position) {
        caller.require(Role.values());
        return transactions.call(caller.context(),
                handle -> Attachments.content(handle, caller.org(), request, position))
                .orElseThrow(() -> new RefusedException(ErrorCode.NOT_FOUND));
    }

    /**
     * Checks and records the caller's signed decision.
     *
     * @throws RefusedException with the code of the first fault; nothing is recorded then
     */
    public RequestDetail decide(MemberCaller caller, UUID request, SignedStatement signed) {
        try {
            return decided(caller, request, signed);
        } catch (Decide.DueException _) {
            expiry.touch(caller.org(), request);
            return decided(caller, request, signed);
        }
    }

    private RequestDetail decided(MemberCaller caller, UUID request, SignedStatement signed) {
        return transactions.call(caller.writing(),
                handle -> decide.decide(handle, caller, request, signed,
                        (ballot, files) -> detail(handle, caller, ballot, files)));
    }
}
