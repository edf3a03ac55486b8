package dev.agenthub.app.client;

import dev.agenthub.api.AgentCounts;
import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.AuditFilter;
import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.CancelRequest;
import dev.agenthub.api.Delegation;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.api.Headers;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.LogState;
import dev.agenthub.api.Me;
import dev.agenthub.api.Member;
import dev.agenthub.api.OpenInvitation;
import dev.agenthub.api.Page;
import dev.agenthub.api.PolicyCheck;
import dev.agenthub.api.PolicyDraft;
import dev.agenthub.api.PolicySimulation;
import dev.agenthub.api.PolicySummary;
import dev.agenthub.api.PolicyText;
import dev.agenthub.api.PublishPolicyRequest;
import dev.agenthub.api.PublishedPolicy;
import dev.agenthub.api.RequestCounts;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestFilter;
import dev.agenthub.api.RequestHistory;
import dev.agenthub.api.RequestOrder;
import dev.agenthub.api.RequestSummary;
import dev.agenthub.api.RestoreRequest;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.app.client.EventListener.Link;
import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.canonical.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * Calls the backend with a signed-in member's session.
 *
 * <p>Every call blocks and throws {@link BackendException} where the backend refuses or cannot be reached. Thread-safe.
 */
public final class MemberClient {
    /** Largest canonical JSON in bytes (SPEC.md §1). */
    private static final long LARGEST_PAYLOAD = CanonicalJson.DEFAULT_LIMIT;

    /** Largest attachment read, in bytes: twice the limit of a submission. */
    private static final long LARGEST_ATTACHMENT = 16L << 20;

    /** Time-out of exports and restores, before which the backend recomputes the whole log. */
    private static final Duration EXPORT_PATIENCE = Duration.ofMinutes(30);

    private final Http http;
    /** Read-locked while a signed statement is being sent, so that sign-out does not end the session before its answer. */
    private final ReadWriteLock signed = new ReentrantReadWriteLock();
    private volatile EventListener watch = EventListener.NOBODY;

    MemberClient(Http http) {
        this.http = http;
    }

    /** The administration API with the same session. */
    public AdminClient administration() {
        return new AdminClient(http);
    }

    public Me me() {
        return http.get("/v1/me", new TypeReference<>() {});
    }

    /** Ends the session after the signed statements under way were answered. Every later call is refused. */
    public void signOut() {
        signed.writeLock().lock();
        try {
            http.call(http.request("/v1/sessions/current").delete(), response -> response.code());
        } finally {
            signed.writeLock().unlock();
        }
    }

    /** Switches to a session that was just opened for the same member, and ends the previous one. */
    void continueAs(MemberClient opened) {
        signed.writeLock().lock();
        try {
            Http before = http.goOnWithTokenOf(opened.http);
            before.call(before.request("/v1/sessions/current").delete(), response -> response.code());
        } finally {
            signed.writeLock().unlock();
        }
    }

    private <T> T postSigned(String path, byte[] statement, byte[] signature, TypeReference<T> answer) {
        signed.readLock().lock();
        try {
            return http.post(path, SignedStatement.of(statement, signature), answer);
        } finally {
            signed.readLock().unlock();
        }
    }

    public List<Member> members() {
        return http.get("/v1/members", new TypeReference<Page<Member>>() {}).items();
    }

    public ChangeOutcome<Invitation> invite(InviteRequest invitation) {
        return http.change(http.posting("/v1/members/invitations", invitation), new TypeReference<>() {});
    }

    /** Invitations and device codes that can still be redeemed, newest first; members who are no administrators see their own. */
    public List<OpenInvitation> invitations() {
        List<OpenInvitation> all = new ArrayList<>();
        String cursor = "";
        do {
            Page<OpenInvitation> page = http.get("/v1/members/invitations?limit=200" + cursor,
                    new TypeReference<>() {});
            all.addAll(page.items());
            cursor = page.next() == null ? "" : "&cursor=" + page.next();
        } while (!cursor.isEmpty());
        return all;
    }

    /** Withdraws an invitation, which can then no longer be redeemed. */
    public void withdrawInvitation(UUID invitation) {
        http.call(http.request("/v1/members/invitations/" + invitation).delete(), response -> response.code());
    }

    /** A page of the requests that match the filter, beginning at the previous page's cursor. */
    public Page<RequestSummary> requests(RequestFilter filter, RequestOrder order, int limit,
            @Nullable String cursor) {
        return requests(filter, order, false, limit, cursor);
    }

    /**
     * The same.
     *
     * @param folded whether to leave out most requests of an agent that floods the list; {@link AgentCounts} describes how
     */
    public Page<RequestSummary> requests(RequestFilter filter, RequestOrder order, boolean folded, int limit,
            @Nullable String cursor) {
        return http.get("/v1/requests?" + query(filter) + "&order=" + order + (folded ? "&folded=true" : "") + "&limit="
                + limit + after(cursor), new TypeReference<>() {});
    }

    /** The number of requests per agent that match the filter. */
    public AgentCounts requestAgents(RequestFilter filter) {
        return http.get("/v1/requests/agents?" + query(filter), new TypeReference<>() {});
    }

    /** The number of requests that match the filter. */
    public RequestCounts requestCounts(RequestFilter filter) {
        return http.get("/v1/requests/counts?" + query(filter), new TypeReference<>() {});
    }

    private static String query(RequestFilter filter) {
        return filter.query().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    public RequestDetail request(UUID id) {
        return http.get("/v1/requests/" + id, new TypeReference<>() {});
    }

    /** The history of a request: its agent's earlier requests, and the members who have fetched its payload. */
    public RequestHistory history(UUID request) {
        return http.get("/v1/requests/" + request + "/history", new TypeReference<>() {});
    }

    /** Fetches the exact bytes of a request's payload. The backend records that this member fetched them. */
    public FetchedPayload payload(UUID request) {
        return http.call(http.request("/v1/requests/" + request + "/payload"), response -> {
            String challenge = response.header(Headers.CHALLENGE);
            if (challenge == null) {
                throw new BackendException(BackendException.ANSWER_INVALID,
                        "The backend sent a payload without a challenge to sign.", response.code(), null);
            }
            return new FetchedPayload(Http.bytes(response, LARGEST_PAYLOAD), challenge);
        });
    }

    /** Fetches a request's file by its position in the payload's list. The bytes are not yet compared with the digest in the payload. */
    public byte[] attachment(UUID request, int position) {
        return http.call(http.request("/v1/requests/" + request + "/attachments/" + position),
                response -> Http.bytes(response, LARGEST_ATTACHMENT));
    }

    public RequestDetail decide(UUID request, byte[] statement, byte[] signature) {
        return postSigned("/v1/requests/" + request + "/decisions", statement, signature, new TypeReference<>() {});
    }

    /** Delegations, past ones included: the newest 200, newest first. */
    public List<Delegation> delegations() {
        return http.get("/v1/delegations?limit=200", new TypeReference<Page<Delegation>>() {}).items();
    }

    /** Records this member's signed delegation to another member. */
    public Delegation delegate(byte[] statement, byte[] signature) {
        return postSigned("/v1/delegations", statement, signature, new TypeReference<>() {});
    }

    public void endDelegation(UUID delegation) {
        http.call(http.request("/v1/delegations/" + delegation).delete(), response -> response.code());
    }

    /** Cancels a request that has not begun to run. */
    public RequestDetail cancel(UUID request, String reason) {
        return http.post("/v1/requests/" + request + "/cancellation", new CancelRequest(reason),
                new TypeReference<>() {});
    }

    /**
     * Replaces a waiting request by a new one with other arguments.
     *
     * @param arguments all arguments; sent unchanged, so that no number is rewritten
     * @return the new request
     */
    public RequestDetail edit(UUID request, JsonObject arguments, String reason) {
        byte[] body = JsonObject.builder().put("arguments", arguments).put("reason", reason).build().canonicalBytes();
        return http.post("/v1/requests/" + request + "/edits", body, new TypeReference<>() {});
    }

    /** All policies, each with its version in force. */
    public List<PolicySummary> policies() {
        return http.get("/v1/policies?limit=200", new TypeReference<Page<PolicySummary>>() {}).items();
    }

    /** The newest versions of a policy, newest first. */
    public List<PolicyText> policyVersions(UUID policy) {
        return http.get("/v1/policies/" + policy + "/versions", new TypeReference<Page<PolicyText>>() {}).items();
    }

    public PolicyCheck checkPolicy(String document) {
        return http.post("/v1/policies/check", new PolicyDraft(document, 0), new TypeReference<>() {});
    }

    /** Evaluates a draft against the newest {@code last} requests. */
    public PolicySimulation simulatePolicy(UUID policy, String document, int last) {
        return http.post("/v1/policies/" + policy + "/simulations", new PolicyDraft(document, last),
                new TypeReference<>() {});
    }

    /** Publishes {@code document} as the version after {@code expectedVersion}. */
    public ChangeOutcome<PublishedPolicy> publishPolicy(UUID policy, int expectedVersion, String document) {
        return http.change(http.posting("/v1/policies/" + policy + "/versions",
                new PublishPolicyRequest(expectedVersion, document)), new TypeReference<>() {});
    }

    public AuditLogInfo auditLog() {
        return http.get("/v1/audit", new TypeReference<>() {});
    }

    /** Entries before sequence number {@code before}, or the newest, newest first. */
    public Page<AuditEntry> auditEvents(@Nullable Long before, int limit) {
        return auditEvents(AuditFilter.ALL, before == null ? null : before.toString(), limit);
    }

    /**
     * Entries that match the filter, newest first.
     *
     * @param cursor the previous page's {@code next}; null for the newest entries
     */
    public Page<AuditEntry> auditEvents(AuditFilter filter, @Nullable String cursor, int limit) {
        StringBuilder path = new StringBuilder("/v1/audit/events?limit=").append(limit);
        parameter(path, "before", cursor);
        parameter(path, "type", filter.type());
        parameter(path, "actor", filter.actor());
        parameter(path, "subject", filter.subject());
        parameter(path, "workspace", filter.workspace());
        parameter(path, "from", filter.from());
        parameter(path, "until", filter.until());
        parameter(path, "incarnation", filter.incarnation());
        return http.get(path.toString(), new TypeReference<>() {});
    }

    private static void parameter(StringBuilder path, String name, @Nullable Object value) {
        if (value != null) {
            path.append('&').append(name).append('=')
                    .append(URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
        }
    }

    /** Prepares an export into {@code target}; the caller runs it. */
    public ExportDownload export(ExportRequest request, Path target) {
        return new ExportDownload(http.patient(http.posting("/v1/audit/exports", request), EXPORT_PATIENCE), target);
    }

    /** Writes an export of the whole log to {@code target}, which appears complete or not at all; returns its size in bytes. */
    public long export(boolean payloads, Path target) {
        return export(ExportRequest.whole(payloads), target).run(_ -> {}).bytes();
    }

    /** The state of the audit log: whether it is consistent with what was signed. Permitted to every member. */
    public LogState logState() {
        return http.get("/v1/audit/state", new TypeReference<>() {});
    }

    /** Declares that the database was restored from a backup, so that its log continues as a new incarnation. */
    public AuditLogInfo restoreLog(String reason) {
        return Http.call(http.patient(http.posting("/v1/audit/restores", new RestoreRequest(reason)), EXPORT_PATIENCE),
                response -> Http.parse(Http.bytes(response, Http.LARGEST_ANSWER), new TypeReference<>() {},
                        response.code()));
    }

    /** Subscribes to the organization's events until it is closed. It reconnects by itself and calls back on a thread of the client. */
    public EventSubscription events(EventListener listener) {
        return EventSubscription.open(http, new EventListener() {
            @Override
            public void link(Link state) {
                watch.link(state);
                listener.link(state);
            }

            @Override
            public void event(ServerEvent event) {
                watch.event(event);
                listener.event(event);
            }
        });
    }

    /** The backend's time, accurate to a second or two; null where unknown. */
    public @Nullable Instant serverTime() {
        return http.clock().now();
    }

    /**
     * Observes the session; callbacks come on any thread.
     *
     * @param heard receives the events and states of every open event stream
     * @param ended called with the reason at each call that is refused because the session has ended
     */
    public void watch(EventListener heard, Consumer<BackendException> ended) {
        watch = heard;
        http.onEnded(ended);
    }

    private static String after(@Nullable String cursor) {
        return cursor == null ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }
}
