package dev.agenthub.server.approvals.requests;

import dev.agenthub.api.RequestState;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.Timestamps;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.policy.AppliedRules;
import dev.agenthub.evidence.policy.AskedTerms;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.audit.EventDraft;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** Makes the audit events of requests (SPEC.md §8). */
public final class ApprovalEvents {

    private ApprovalEvents() {}

    /** {@code approval.requested} of an action; its actor is the agent, or the member who edited the request last. */
    public static EventDraft requested(Actor by, StoredRequest request, AppliedRules applied) {
        RequestSubject.Action action = request.action();
        JsonObject.Builder asked = asked(request, applied).put("agent", action.agent().toString()).put("tool",
                action.tool());
        if (action.edit() != null) {
            asked.put("editors", JsonArray.ofStrings(action.edit().editors().stream().map(UUID::toString).toList()))
                    .put("replaces", action.edit().replaces().toString());
        }
        return requested(request, by, asked);
    }

    /**
     * {@code approval.requested} of a proposal. Its data describes the wanted state, so
     * that the change's events can be compared with it without the payload.
     */
    public static EventDraft proposed(Actor member, StoredRequest request, AppliedRules applied, JsonObject after) {
        if (!(request.asked() instanceof RequestSubject.Change change)) {
            throw new IllegalStateException("Request " + request.id() + " asks for no change");
        }
        return requested(request, member, asked(request, applied)
                .put("after", Hash.sha256(after.canonicalBytes()).hex())
                .put("kind", change.kind())
                .put("proposer", change.proposer().toString())
                .put("subject", JsonObject.builder().put("id", change.subject().id())
                        .put("kind", change.subject().kind()).build()));
    }

    /** The event's time is no earlier than the request's, or the request would appear to wait longer than its policy allows. */
    private static EventDraft requested(StoredRequest request, Actor by, JsonObject.Builder data) {
        return about(request, EventType.APPROVAL_REQUESTED, by, data.build()).from(request.createdAt());
    }

    private static JsonObject.Builder asked(StoredRequest request, AppliedRules applied) {
        JsonObject policy = JsonObject.builder().put("digest", request.policy().digest())
                .put("id", request.policy().id().toString())
                .put("version", request.policy().version()).build();
        JsonArray required = Requests.json(request.required());
        AskedTerms terms = AskedTerms.of(request.demand(), request.terms().overrideGroup());
        return named(request).put("terms", terms.toJson())
                .put("rules", AppliedRules.json(applied.rules()))
                .put("unevaluated", AppliedRules.json(applied.unevaluated()))
                .put("expiresAt", Timestamps.format(request.expiresAt()))
                .put("payloadHash", request.payloadHash().hex())
                .put("policy", policy).put("required", required);
    }

    public static EventDraft decided(Actor member, StoredRequest request, Decision decision, byte[] statement,
            byte[] signature) {
        String type = decision == Decision.OVERRIDE ? EventType.OVERRIDE_USED : EventType.APPROVAL_DECIDED;
        return about(request, type, member, named(request)
                .put("signature", Base64.getEncoder().encodeToString(signature))
                .put("statement", new String(statement, StandardCharsets.UTF_8)).build());
    }

    public static EventDraft acknowledged(Actor member, StoredRequest request, UUID alert) {
        return about(request, EventType.ALERT_ACKNOWLEDGED, member,
                named(request).put("alert", alert.toString()).build());
    }

    static EventDraft expired(StoredRequest request) {
        return about(request, EventType.APPROVAL_EXPIRED, AuditLog.system(),
                named(request).put("reason",
                        request.state() == RequestState.PENDING ? "not approved in time" : "not collected in time")
                        .build());
    }

    static EventDraft escalated(StoredRequest request, String group) {
        return about(request, EventType.APPROVAL_ESCALATED, AuditLog.system(),
                named(request).put("group", group).build());
    }

    public static EventDraft cancelled(Actor actor, StoredRequest request, String reason) {
        return about(request, EventType.APPROVAL_CANCELLED, actor, named(request).put("reason", reason).build());
    }

    public static EventDraft refused(Actor actor, StoredRequest request, String code) {
        return about(request, EventType.RUN_REFUSED, actor, named(request).put("code", code).build());
    }

    private static JsonObject.Builder named(StoredRequest request) {
        return JsonObject.builder().put("request", request.id().toString());
    }

    private static EventDraft about(StoredRequest request, String type, Actor actor, JsonObject data) {
        return new EventDraft(type, actor, new Subject(request.id().toString(), "request"),
                request.asked().workspace(), data);
    }
}
