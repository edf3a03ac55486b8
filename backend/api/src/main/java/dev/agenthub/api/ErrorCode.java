package dev.agenthub.api;

/** The stable codes of {@link Problem problems}, each with its HTTP status and a title; a code never changes its meaning. */
public enum ErrorCode {
    REQUEST_MALFORMED(400, "The request is malformed"),
    PAYLOAD_NOT_CANONICAL(400, "The JSON can't be kept without loss"),
    TEXT_NOT_STORABLE(400, "A text holds a character that can't be stored"),
    ATTACHMENT_MALFORMED(400, "An attachment is malformed"),
    DELEGATION_MALFORMED(400, "The delegation is malformed"),
    DECISION_MALFORMED(400, "The decision statement is malformed"),
    UNAUTHENTICATED(401, "Not signed in"),
    SIGN_IN_REFUSED(401,
            "The sign-in was refused: either try it again, or this key is not enrolled here or was revoked, and an owner or admin has to invite you anew"),
    FORBIDDEN(403, "Not allowed"),
    NOT_ELIGIBLE(403, "This member may not decide this request"),
    SELF_APPROVAL(403, "Whoever asks, or speaks for the agent that asks, may not decide"),
    DECISION_WITHOUT_FETCH(403, "The decision does not answer this member's own fetch of the payload"),
    DECISION_MISMATCH(403, "The decision statement is about something else"),
    DECISION_NOT_ALLOWED(403, "This decision is not possible here"),
    DECISION_SIGNATURE_INVALID(403, "The signature does not match the statement"),
    REASON_REQUIRED(403, "The policy asks for a reason"),
    STEP_UP_REQUIRED(403, "The policy asks to sign in again shortly before the decision"),
    KEY_NOT_ENROLLED(403, "The key is not enrolled"),
    KEY_REVOKED(403, "The key is revoked"),
    POLICY_DENIED(403, "The policy denies this action"),
    AGENT_DISABLED(403, "The agent is disabled"),
    CONNECTOR_DISABLED(403, "The connector is disabled"),
    SCOPE_MISSING(403,
            "The connection may not use a scope that the tool needs: authorize it again, or accept the scope"),
    AUTHORIZATION_DETAIL_MISSING(403,
            "The connection may not use an authorization detail that the tool needs: authorize it again, or accept the detail"),
    INVITATION_INVALID(403, "The invitation is unknown, used or expired: ask whoever sent it for a new one"),
    NOT_FOUND(404, "Not found"),
    LAST_OWNER(409, "The organization would be left without an owner who can sign in"),
    AGENT_EXISTS(409, "The workspace has an agent of this name"),
    NAME_TAKEN(409, "The name is taken"),
    MANIFEST_CHANGED(409, "The manifest is not the one that was shown, or what it replaces is another one by now"),
    MANIFEST_INVALID(422, "The manifest can't be installed"),
    AUTHORIZATION_UNKNOWN(409, "This session began no such authorization, or it is over"),
    AUTHORIZATION_FAILED(422, "The provider did not authorize the connection"),
    AUTHORIZATION_DETAILS_UNKNOWN(422,
            "Tools need authorization details of types that the provider is not known to know: nothing was asked for"),
    AUTHORIZATION_DETAILS_REFUSED(422, "The provider does not give the authorization details that tools need"),
    CONNECTION_INVALID(422, "The connection can't be made"),
    LIMIT_INVALID(422, "The limit can't be set"),
    RESERVATION_SETTLED(409, "Somebody has settled the reservation already"),
    RESERVATION_NOT_UNKNOWN(409, "The run is under way, or its own outcome settled the reservation"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    TOOL_UNKNOWN(404, "The agent has no such tool"),
    CHECKPOINT_REFUSED(409, "The audit log does not continue its last checkpoint"),
    PIN_AHEAD_OF_LOG(409, "The audit log has fewer entries than the pin"),
    CHECKPOINT_MISSING(409, "This part of the audit log has no checkpoint to export it with"),
    RESTORE_NOT_NEEDED(409, "The audit log continues its last checkpoint"),
    IDEMPOTENCY_KEY_REUSED(409, "The idempotency key was used for something else"),
    ANSWER_SHOWN_ONCE(409, "The answer held a secret, which is not shown again"),
    KEY_ALREADY_ENROLLED(409, "The key is already enrolled"),
    ALREADY_DECIDED(409, "This member has already decided"),
    REQUEST_NOT_PENDING(409, "The request no longer waits for decisions"),
    REQUEST_EXPIRED(409, "The request has expired"),
    DELEGATION_OVERLAPS(409, "Somebody decides for the member at that time already"),
    ATTACHMENT_CHANGED(409, "An attachment is not the one that was submitted"),
    CHANGE_CONFLICT(409, "What was to be changed has changed meanwhile"),
    GOVERNANCE_UNREACHABLE(409, "Too few members could approve what this governance policy asks"),
    POLICY_CONFLICT(409, "Another version of the policy is in force"),
    REQUEST_TOO_SLOW(408, "The request arrives too slowly"),
    TOO_LARGE(413, "The request is too large"),
    MEDIA_TYPE_UNSUPPORTED(415, "The body is not sent as application/json"),
    CONTENT_ENCODING_UNSUPPORTED(415, "The body is compressed, which this server does not read"),
    HOST_UNKNOWN(421, "This server is not known by that name"),
    URI_TOO_LONG(414, "The address is too long"),
    HEADERS_TOO_LARGE(431, "The headers are too large"),
    ARGUMENTS_INVALID(422, "The arguments do not fit the tool's schema"),
    ATTACHMENTS_REFUSED(422, "The tool does not send these attachments"),
    POLICY_INVALID(422, "The policy can't be understood"),
    TOO_MANY_REQUESTS(429, "Too many calls of this kind in a short time"),
    TOO_MANY_STREAMS(429, "Too many streams of events of one caller"),
    INTERNAL(500, "The server failed"),
    UNAVAILABLE(503, "The server can't answer now"),
    DATABASE_STOPPED(503, "The server's database has stopped, and is not started again by itself"),
    SERVER_BUSY(503, "Others take what the server has for this");

    private final int status;
    private final String title;

    ErrorCode(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status that goes with this code. */
    public int status() {
        return status;
    }

    /** One short English sentence without a full stop. */
    public String title() {
        return title;
    }
}
