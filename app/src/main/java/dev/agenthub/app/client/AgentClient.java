package dev.agenthub.app.client;

import dev.agenthub.api.Headers;
import dev.agenthub.api.NewAttachment;
import dev.agenthub.api.Page;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.api.Tool;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * The agents' API of the backend. Written from the OpenAPI description alone, as an example for authors of agents.
 *
 * <pre>{@code
 * RequestStatus asked = agent.submit("ticket-4711", "tickets.create", Map.of("customer", "cus_9fK"), "The tent came back.");
 * RequestStatus ended = agent.awaitEnd(asked.request(), Duration.ofHours(8));
 * if (ended.state() == RequestState.EXECUTED) { use(ended.response()); }
 * }</pre>
 *
 * <p>Every call blocks and throws {@link BackendException}, whose code is the one in the problem document (RFC 9457). Thread-safe.
 */
public final class AgentClient implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    /** The longest wait that the operation's description permits in one call. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Http http;

    /**
     * Makes a client that authenticates with an agent's key.
     *
     * @param fingerprint SHA-256 of the backend's certificate, 64 hex digits; null to trust the system's certificate authorities
     */
    public AgentClient(URI backend, @Nullable String fingerprint, String key) {
        this.http = Http.to(backend, fingerprint, () -> {}).withToken(key);
    }

    /** The tools that this agent can call, with the schemas of their arguments. */
    public List<Tool> tools() {
        return http.get("/v1/tools", new TypeReference<Page<Tool>>() {}).items();
    }

    /**
     * Submits an action. Without an answer it is sent again with the same idempotency key, which creates no second request.
     *
     * @param idempotencyKey identifies the action: printable ASCII without quotation mark and backslash, different for every action
     * @param says a note for the approvers, which nobody verifies
     */
    public RequestStatus submit(String idempotencyKey, String tool, Map<String, @Nullable Object> arguments,
            @Nullable String says) {
        return submit(idempotencyKey, tool, arguments, says, List.of());
    }

    /**
     * Submits an action with attached files, for a tool that sends files. The approvers see the files, and exactly these bytes are sent.
     *
     * @param files sent in this order; their names must differ
     */
    public RequestStatus submit(String idempotencyKey, String tool, Map<String, @Nullable Object> arguments,
            @Nullable String says, List<NewAttachment> files) {
        SubmitRequest action = new SubmitRequest(tool, arguments, null, says, files.isEmpty() ? null : files);
        Request.Builder submission = http.posting("/v1/requests", action)
                .header(Headers.IDEMPOTENCY_KEY, '"' + idempotencyKey + '"');
        for (int attempt = 1;; attempt++) {
            try {
                return http.call(submission, AgentClient::status);
            } catch (BackendException e) {
                if (!e.code().equals(BackendException.UNREACHABLE) || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** The current state of a request. */
    public RequestStatus status(UUID request) {
        return http.call(http.request("/v1/requests/" + request + "/status"), AgentClient::status);
    }

    /**
     * Waits until the request has ended, at most for {@code longest}, and returns its
     * state. The backend answers as soon as the state changes.
     */
    public RequestStatus awaitEnd(UUID request, Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        RequestStatus known = status(request);
        while (known.state().open()) {
            long left = Duration.ofNanos(end - System.nanoTime()).toSeconds();
            if (left <= 0) {
                return known;
            }
            known = changed(known, Math.min(left, LONGEST_WAIT.toSeconds()));
        }
        return known;
    }

    private RequestStatus changed(RequestStatus known, long seconds) {
        Request.Builder waiting = http.request("/v1/requests/" + known.request() + "/status?wait=" + seconds
                + "&known=" + known.state());
        return Http.call(http.patient(waiting, ANSWER.plusSeconds(seconds)), AgentClient::status);
    }

    /** Cancels a request that has not begun to run. */
    public RequestStatus cancel(UUID request) {
        return http.call(http.posting("/v1/requests/" + request + "/cancel", Map.of()), AgentClient::status);
    }

    private static RequestStatus status(Response response) throws IOException {
        return Http.parse(Http.bytes(response, Http.LARGEST_ANSWER), new TypeReference<>() {}, response.code());
    }

    @Override
    public void close() {
        http.close();
    }
}
