package dev.agenthub.server.http.routes;

import static dev.agenthub.api.ErrorCode.AGENT_DISABLED;
import static dev.agenthub.api.ErrorCode.ALREADY_DECIDED;
import static dev.agenthub.api.ErrorCode.ARGUMENTS_INVALID;
import static dev.agenthub.api.ErrorCode.ATTACHMENTS_REFUSED;
import static dev.agenthub.api.ErrorCode.ATTACHMENT_CHANGED;
import static dev.agenthub.api.ErrorCode.ATTACHMENT_MALFORMED;
import static dev.agenthub.api.ErrorCode.AUTHORIZATION_DETAIL_MISSING;
import static dev.agenthub.api.ErrorCode.CONNECTOR_DISABLED;
import static dev.agenthub.api.ErrorCode.DECISION_MALFORMED;
import static dev.agenthub.api.ErrorCode.DECISION_MISMATCH;
import static dev.agenthub.api.ErrorCode.DECISION_NOT_ALLOWED;
import static dev.agenthub.api.ErrorCode.DECISION_SIGNATURE_INVALID;
import static dev.agenthub.api.ErrorCode.DECISION_WITHOUT_FETCH;
import static dev.agenthub.api.ErrorCode.FORBIDDEN;
import static dev.agenthub.api.ErrorCode.KEY_NOT_ENROLLED;
import static dev.agenthub.api.ErrorCode.KEY_REVOKED;
import static dev.agenthub.api.ErrorCode.NOT_ELIGIBLE;
import static dev.agenthub.api.ErrorCode.PAYLOAD_NOT_CANONICAL;
import static dev.agenthub.api.ErrorCode.POLICY_DENIED;
import static dev.agenthub.api.ErrorCode.REASON_REQUIRED;
import static dev.agenthub.api.ErrorCode.REQUEST_EXPIRED;
import static dev.agenthub.api.ErrorCode.REQUEST_NOT_PENDING;
import static dev.agenthub.api.ErrorCode.SCOPE_MISSING;
import static dev.agenthub.api.ErrorCode.SELF_APPROVAL;
import static dev.agenthub.api.ErrorCode.STEP_UP_REQUIRED;
import static dev.agenthub.api.ErrorCode.TOOL_UNKNOWN;
import static dev.agenthub.server.http.Endpoint.get;
import static dev.agenthub.server.http.Endpoint.post;

import dev.agenthub.api.AgentCounts;
import dev.agenthub.api.CancelRequest;
import dev.agenthub.api.EditRequest;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.Headers;
import dev.agenthub.api.RequestCounts;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestHistory;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.Role;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.server.approvals.Approvals;
import dev.agenthub.server.approvals.decide.PayloadWithChallenge;
import dev.agenthub.server.approvals.submit.EditBody;
import dev.agenthub.server.approvals.submit.Submission;
import dev.agenthub.server.http.Admission.Metered;
import dev.agenthub.server.http.Call;
import dev.agenthub.server.http.Endpoint.Nothing;
import dev.agenthub.server.http.PathParameter;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import dev.agenthub.server.identity.Caller.MemberCaller;
import java.util.List;

/** Routes of requests: agents submit; members list, read, fetch payloads and decide. */
public final class ApprovalRoutes implements Routes {

    private static final ErrorCode[] DECISION = {DECISION_MALFORMED, DECISION_WITHOUT_FETCH, DECISION_MISMATCH,
            DECISION_NOT_ALLOWED, DECISION_SIGNATURE_INVALID, KEY_NOT_ENROLLED, KEY_REVOKED, NOT_ELIGIBLE,
            SELF_APPROVAL,
            REASON_REQUIRED, STEP_UP_REQUIRED, ALREADY_DECIDED, REQUEST_NOT_PENDING, REQUEST_EXPIRED};

    private final Approvals approvals;

    public ApprovalRoutes(Approvals approvals) {
        this.approvals = approvals;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                post("/v1/requests",
                        "Asks for an action, once for every idempotency key. One that the policy denies is answered too, with the state `denied`")
                        .agent()
                        .body(SubmitRequest.class, Submission::parse).metered(Metered.SUBMISSION)
                        .refuses(PAYLOAD_NOT_CANONICAL, TOOL_UNKNOWN, ARGUMENTS_INVALID, CONNECTOR_DISABLED,
                                SCOPE_MISSING, AUTHORIZATION_DETAIL_MISSING,
                                ATTACHMENT_MALFORMED, ATTACHMENTS_REFUSED)
                        .repeated("The same again is answered with the same request, as it stands then.")
                        .answers(201, RequestStatus.class, call -> approvals.submit(call.caller(), call.body())),
                get("/v1/requests", "Requests that meet every condition, in one of several orders").member()
                        .query(RequestQuery.PAGE)
                        .answersPage(RequestSummary.class,
                                call -> approvals.list(call.caller(), RequestQuery.filter(call),
                                        RequestQuery.order(call), call.query(RequestQuery.CURSOR), call.limit(),
                                        RequestQuery.folded(call))),
                get("/v1/requests/counts", "How many requests meet every condition, by state and risk").member()
                        .query(RequestQuery.CONDITIONS)
                        .answers(200, RequestCounts.class,
                                call -> approvals.count(call.caller(), RequestQuery.filter(call))),
                get("/v1/requests/agents", "Whose the requests are that meet every condition").member()
                        .query(RequestQuery.CONDITIONS)
                        .answers(200, AgentCounts.class,
                                call -> approvals.countByAgent(call.caller(), RequestQuery.filter(call))),
                get("/v1/requests/{id}", "One request but for its payload").member()
                        .answers(200, RequestDetail.class, call -> approvals.detail(call.caller(), call.id())),
                get("/v1/requests/{id}/history",
                        "What the agent of a request did before it, and who has fetched its payload: for people who weigh it")
                        .member()
                        .answers(200, RequestHistory.class, call -> approvals.history(call.caller(), call.id())),
                get("/v1/requests/{id}/payload",
                        "The exact bytes of a payload, and a challenge that the decision on it repeats")
                        .member(Role.values())
                        .header(Headers.CHALLENGE,
                                "base64url of 32 random bytes for this member's decision to repeat, usable once, until the request ends")
                        .writes("application/json", this::payload, "ActionPayload", "ChangePayload"),
                get("/v1/requests/{id}/attachments/{position}",
                        "The bytes of a file that goes out with a request, to be compared with the digest in its payload")
                        .member(Role.values())
                        .path("position", PathParameter.POSITION)
                        .header("Content-Disposition", "attachment, so that nobody takes the bytes for a page of ours")
                        .writes("application/octet-stream", this::attachment),
                post("/v1/requests/{id}/cancellation",
                        "Takes a request back that has not begun to run: the caller's own proposal, one of an agent of theirs, one that they edited, or any for owners and admins. Agents use `POST /v1/requests/{id}/cancel`")
                        .member().body(CancelRequest.class).refuses(FORBIDDEN, REQUEST_NOT_PENDING, REQUEST_EXPIRED)
                        .answers(200, RequestDetail.class,
                                call -> approvals.cancel(call.caller(), call.id(), call.body().reason())),
                post("/v1/requests/{id}/edits",
                        "Asks for the same tool with other arguments and the same attachments in place of a request that is pending, or approved and has not begun to run, which ends with its votes. Arguments that are the same with their defaults are refused. The caller may not decide the new one")
                        .member(Role.APPROVER, Role.ADMIN, Role.OWNER).body(EditRequest.class, EditBody::parse)
                        .refuses(FORBIDDEN, REQUEST_NOT_PENDING, REQUEST_EXPIRED, PAYLOAD_NOT_CANONICAL, TOOL_UNKNOWN,
                                ARGUMENTS_INVALID, CONNECTOR_DISABLED, SCOPE_MISSING, AUTHORIZATION_DETAIL_MISSING,
                                AGENT_DISABLED, POLICY_DENIED,
                                ATTACHMENTS_REFUSED,
                                ATTACHMENT_CHANGED)
                        .repeated(
                                "A request is replaced once: after that, `REQUEST_NOT_PENDING`; its `replacedBy` names the one in its place.")
                        .answers(201, RequestDetail.class,
                                call -> approvals.edit(call.caller(), call.id(), call.body())),
                post("/v1/requests/{id}/decisions",
                        "A signed decision. The same statement again changes nothing; a refused one does not spend its challenge")
                        .member()
                        .body(SignedStatement.class).refuses(DECISION)
                        .answers(200, RequestDetail.class,
                                call -> approvals.decide(call.caller(), call.id(), call.body())));
    }

    private void attachment(Call<MemberCaller, Nothing> call) {
        byte[] content = approvals.attachment(call.caller(), call.id(), call.position("position"));
        call.context().header("Content-Disposition", "attachment").contentType("application/octet-stream")
                .result(content);
    }

    private void payload(Call<MemberCaller, Nothing> call) {
        PayloadWithChallenge fetched = approvals.fetchPayload(call.caller(), call.id());
        call.context().header(Headers.CHALLENGE, fetched.challenge()).contentType("application/json")
                .result(fetched.bytes());
    }
}
