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
 * All that an agent asks of the backend, written from the API's description alone: an example for whoever writes an agent.
 *
 * <pre>{@code
 * RequestStatus asked = agent.submit("ticket-4711", "tickets.create", Map.of("customer", "cus_9fK"), "The tent came back.");
 * RequestStatus ended = agent.awaitEnd(asked.request(), Duration.ofHours(8));
 * if (ended.state() == RequestState.EXECUTED) { use(ended.response()); }
 * }</pre>
 *
 * <p>Every call blocks; all of them throw {@link BackendException}, whose code is that of
 * the problem document. Safe for use by many threads.
 */
public final class AgentClient implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    /** The longest that one call may wait, as the description of the operation says. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Http http;

    /**
     * Speaks as the agent whose key it is.
     *
     * @param fingerprint SHA-256 of the backend's certificate, 64 hex digits; null where the system's authorities decide
     */
    public AgentClient(URI backend, @Nullable String fingerprint, String key) {
        this.http = Http.to(backend, fingerprint, () -> {}).withToken(key);
    }

    /** What this agent can ask for, and with which arguments. */
    public List<Tool> tools() {
        return http.get("/v1/tools", new TypeReference<Page<Tool>>() {}).items();
    }

    /**
     * Asks for an action. Where no answer comes it asks again with the same key, which makes no second request.
     *
     * @param idempotencyKey what the agent knows this action by: printable ASCII without
     *        quotation mark and backslash, another one for every action
     * @param says what the approvers shall know, which nobody verifies
     */
    public RequestStatus submit(String idempotencyKey, String tool, Map<String, @Nullable Object> arguments,
            @Nullable String says) {
        return submit(idempotencyKey, tool, arguments, says, List.of());
    }

    /**
     * Asks for an action with which files go out, of a tool that sends files. The approvers see them, and exactly their bytes are sent.
     *
     * @param files in this order, each with a name of its own
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

    /** How a request stands now. */
    public RequestStatus status(UUID request) {
        return http.call(http.request("/v1/requests/" + request + "/status"), AgentClient::status);
    }

    /** How a request stands once it has ended, or at the latest after so long. The backend answers as soon as the state changes. */
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

    /** Takes a request back that has not begun to run. */
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
