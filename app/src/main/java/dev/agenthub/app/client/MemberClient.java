package dev.agenthub.app.client;

import dev.agenthub.api.AuditEntry;
import dev.agenthub.api.AuditLogInfo;
import dev.agenthub.api.DecideRequest;
import dev.agenthub.api.ExportRequest;
import dev.agenthub.api.Headers;
import dev.agenthub.api.Invitation;
import dev.agenthub.api.InviteRequest;
import dev.agenthub.api.Me;
import dev.agenthub.api.Member;
import dev.agenthub.api.Page;
import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestSummary;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import okio.BufferedSink;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * Asks the backend on behalf of a signed-in member.
 *
 * <p>Every call blocks; all of them throw {@link BackendException}. Safe for use by many threads.
 */
public final class MemberClient {
    /** EVIDENCE.md §1: nothing canonical is larger. */
    private static final long LARGEST_PAYLOAD = 16L << 20;

    private final Http http;

    MemberClient(Http http) {
        this.http = http;
    }

    public Me me() {
        return http.get("/v1/me", new TypeReference<>() {});
    }

    /** Ends the session; afterwards every other call is refused. */
    public void signOut() {
        http.call(http.request("/v1/sessions/current").delete(), response -> response.code());
    }

    public List<Member> members() {
        return http.get("/v1/members", new TypeReference<Page<Member>>() {}).items();
    }

    public Invitation invite(InviteRequest invitation) {
        return http.post("/v1/members/invitations", invitation, new TypeReference<>() {});
    }

    /** Requests, newest first; only those that still have something ahead of them when {@code openOnly}. */
    public Page<RequestSummary> requests(boolean openOnly, int limit, @Nullable String cursor) {
        return http.get("/v1/requests?state=" + (openOnly ? "open" : "all") + "&limit=" + limit + after(cursor),
                new TypeReference<>() {});
    }

    public RequestDetail request(UUID id) {
        return http.get("/v1/requests/" + id, new TypeReference<>() {});
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

    public RequestDetail decide(UUID request, byte[] statement, byte[] signature) {
        return http.post("/v1/requests/" + request + "/decisions", DecideRequest.of(statement, signature),
                new TypeReference<>() {});
    }

    public AuditLogInfo auditLog() {
        return http.get("/v1/audit", new TypeReference<>() {});
    }

    /** Entries before sequence number {@code before}, or the newest, newest first. */
    public Page<AuditEntry> auditEvents(@Nullable Long before, int limit) {
        return http.get("/v1/audit/events?limit=" + limit + (before == null ? "" : "&before=" + before),
                new TypeReference<>() {});
    }

    /** Writes an export of the whole log to {@code target}, which appears complete or not at all; returns its size in bytes. */
    public long export(boolean payloads, Path target) {
        return http.call(http.posting("/v1/audit/exports", new ExportRequest(payloads)), response -> {
            Path folder = target.toAbsolutePath().getParent();
            Path part = Files.createTempFile(folder, ".export", ".part");
            try {
                try (BufferedSink sink = Okio
                        .buffer(Okio.sink(part, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))) {
                    sink.writeAll(response.body().source());
                }
                long size = Files.size(part);
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.ATOMIC_MOVE);
                return size;
            } finally {
                Files.deleteIfExists(part);
            }
        });
    }

    /** Listens to what changes until it is closed; reconnects by itself. Callbacks come on a thread of the client. */
    public EventSubscription events(EventListener listener) {
        return EventSubscription.open(http, listener);
    }

    private static String after(@Nullable String cursor) {
        return cursor == null ? "" : "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }
}
