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
 * Asks the backend on behalf of a signed-in member.
 *
 * <p>Every call blocks; all of them throw {@link BackendException}. Safe for use by many threads.
 */
public final class MemberClient {
    /** SPEC.md §1: nothing canonical is larger. */
    private static final long LARGEST_PAYLOAD = CanonicalJson.DEFAULT_LIMIT;

    /** What a submission carries at most is half of this. */
    private static final long LARGEST_ATTACHMENT = 16L << 20;

    /** Before an export and a restore the backend computes the whole log again, which no other call waits for. */
    private static final Duration EXPORT_PATIENCE = Duration.ofMinutes(30);

    private final Http http;
    /** Held by what a member signed while it is on its way, so that the session does not end under it. */
    private final ReadWriteLock signed = new ReentrantReadWriteLock();
    private volatile EventListener watch = EventListener.NOBODY;

    MemberClient(Http http) {
        this.http = http;
    }

    /** The same session, for what administrators do. */
    public AdminClient administration() {
        return new AdminClient(http);
    }

    public Me me() {
        return http.get("/v1/me", new TypeReference<>() {});
    }

    /** Ends the session, once the signed statements under way were answered; afterwards every other call is refused. */
    public void signOut() {
        signed.writeLock().lock();
        try {
            http.call(http.request("/v1/sessions/current").delete(), response -> response.code());
        } finally {
            signed.writeLock().unlock();
        }
    }

    /** Goes on with the session that was opened just now for the same member, and ends the one until now. */
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

    /** Every invitation and device code that can still be redeemed, the newest first; whoever administers nothing sees their own. */
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

    /** Lets nobody redeem it any more. */
    public void withdrawInvitation(UUID invitation) {
        http.call(http.request("/v1/members/invitations/" + invitation).delete(), response -> response.code());
    }

    /** A page of the requests that a filter matches, from the cursor of the page before on. */
    public Page<RequestSummary> requests(RequestFilter filter, RequestOrder order, int limit,
            @Nullable String cursor) {
        return requests(filter, order, false, limit, cursor);
    }

    /**
     * The same.
     *
     * @param folded whether most requests of an agent that floods the list are left out, as {@link AgentCounts} says
     */
    public Page<RequestSummary> requests(RequestFilter filter, RequestOrder order, boolean folded, int limit,
            @Nullable String cursor) {
        return http.get("/v1/requests?" + query(filter) + "&order=" + order + (folded ? "&folded=true" : "") + "&limit="
                + limit + after(cursor), new TypeReference<>() {});
    }

    /** Whose the requests are that a filter matches. */
    public AgentCounts requestAgents(RequestFilter filter) {
        return http.get("/v1/requests/agents?" + query(filter), new TypeReference<>() {});
    }

    /** How many requests a filter matches. */
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

    /** What the agent of a request did before it, and who has fetched its payload. */
    public RequestHistory history(UUID request) {
        return http.get("/v1/requests/" + request + "/history", new TypeReference<>() {});
    }

    /** The exact bytes of a request's payload. The backend remembers that this member fetched them. */
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

    /** The bytes of a request's file, from its place in the payload's list; not yet compared with what the payload says of it. */
    public byte[] attachment(UUID request, int position) {
        return http.call(http.request("/v1/requests/" + request + "/attachments/" + position),
                response -> Http.bytes(response, LARGEST_ATTACHMENT));
    }

    public RequestDetail decide(UUID request, byte[] statement, byte[] signature) {
        return postSigned("/v1/requests/" + request + "/decisions", statement, signature, new TypeReference<>() {});
    }

    /** Who decides or decided for whom, the newest first, at most the newest 200. */
    public List<Delegation> delegations() {
        return http.get("/v1/delegations?limit=200", new TypeReference<Page<Delegation>>() {}).items();
    }

    /** Records this member's signed word that another decides for them. */
    public Delegation delegate(byte[] statement, byte[] signature) {
        return postSigned("/v1/delegations", statement, signature, new TypeReference<>() {});
    }

    public void endDelegation(UUID delegation) {
        http.call(http.request("/v1/delegations/" + delegation).delete(), response -> response.code());
    }

    /** Takes a request back that has not begun to run. */
    public RequestDetail cancel(UUID request, String reason) {
        return http.post("/v1/requests/" + request + "/cancellation", new CancelRequest(reason),
                new TypeReference<>() {});
    }

    /**
     * Asks for the same with other arguments in place of a request that waits.
     *
     * @param arguments all of them; they go as they are, for no number in them may change on its way
     * @return the new request
     */
    public RequestDetail edit(UUID request, JsonObject arguments, String reason) {
        byte[] body = JsonObject.builder().put("arguments", arguments).put("reason", reason).build().canonicalBytes();
        return http.post("/v1/requests/" + request + "/edits", body, new TypeReference<>() {});
    }

    /** All policies with their version in force. */
    public List<PolicySummary> policies() {
        return http.get("/v1/policies?limit=200", new TypeReference<Page<PolicySummary>>() {}).items();
    }

    /** The newest versions of a policy, the newest first. */
    public List<PolicyText> policyVersions(UUID policy) {
        return http.get("/v1/policies/" + policy + "/versions", new TypeReference<Page<PolicyText>>() {}).items();
    }

    public PolicyCheck checkPolicy(String document) {
        return http.post("/v1/policies/check", new PolicyDraft(document, 0), new TypeReference<>() {});
    }

    /** What a draft would have said about the newest requests. */
    public PolicySimulation simulatePolicy(UUID policy, String document, int last) {
        return http.post("/v1/policies/" + policy + "/simulations", new PolicyDraft(document, last),
                new TypeReference<>() {});
    }

    /** Publishes the version after {@code expectedVersion}. */
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
     * The entries that a filter lets through, newest first.
     *
     * @param cursor the {@code next} of the page before; null for the newest
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

    /** An export into {@code target}, to be run. */
    public ExportDownload export(ExportRequest request, Path target) {
        return new ExportDownload(http.patient(http.posting("/v1/audit/exports", request), EXPORT_PATIENCE), target);
    }

    /** Writes an export of the whole log to {@code target}, which appears complete or not at all; returns its size in bytes. */
    public long export(boolean payloads, Path target) {
        return export(ExportRequest.whole(payloads), target).run(_ -> {}).bytes();
    }

    /** Whether the audit log can be the one that was signed; every member may ask. */
    public LogState logState() {
        return http.get("/v1/audit/state", new TypeReference<>() {});
    }

    /** Declares that the database was restored, so that its log goes on as a new incarnation; returns how that stands. */
    public AuditLogInfo restoreLog(String reason) {
        return Http.call(http.patient(http.posting("/v1/audit/restores", new RestoreRequest(reason)), EXPORT_PATIENCE),
                response -> Http.parse(Http.bytes(response, Http.LARGEST_ANSWER), new TypeReference<>() {},
                        response.code()));
    }

    /** Listens to what changes until it is closed; reconnects by itself. Callbacks come on a thread of the client. */
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

    /** What time it is at the backend, to a second or two; null where it did not say. */
    public @Nullable Instant serverTime() {
        return http.clock().now();
    }

    /**
     * Watches how the session fares; callbacks come on any thread.
     *
     * @param heard hears what every stream of events hears that is open, and how they are doing
     * @param ended told, at each refused call, that the backend ended the session, and why
     */
    public void watch(EventListener heard, Consumer<BackendException> ended) {
        watch = heard;
        http.onEnded(ended);
    }

    private static String after(@Nullable String cursor) {
        return cursor == null ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }
}
