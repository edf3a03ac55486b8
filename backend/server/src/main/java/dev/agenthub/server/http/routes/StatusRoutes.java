package dev.agenthub.server.http.routes;

import static dev.agenthub.api.ErrorCode.REQUEST_EXPIRED;
import static dev.agenthub.api.ErrorCode.REQUEST_NOT_PENDING;
import static dev.agenthub.server.http.Endpoint.get;
import static dev.agenthub.server.http.Endpoint.post;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.server.approvals.Approvals;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.http.Call;
import dev.agenthub.server.http.Endpoint.Nothing;
import dev.agenthub.server.http.JsonBody;
import dev.agenthub.server.http.Operation.Answer;
import dev.agenthub.server.http.QueryParameter;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Caller.AgentCaller;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Routes of an agent's own request: its status at once, after a change (long poll) or as events (server-sent events); and its cancellation.
 */
public final class StatusRoutes implements Routes, AutoCloseable {
    private static final QueryParameter<String> KNOWN = QueryParameter.word("known",
            "The state that the caller knows; without it, the one at the beginning of the call.",
            Stream.of(RequestState.values()).map(RequestState::toString).toList());
    private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Authentication authentication;
    private final Approvals approvals;
    private final EventStream events;
    private final Duration heartbeat;
    private final Set<Semaphore> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public StatusRoutes(Authentication authentication, Approvals approvals, EventStream events, Duration heartbeat) {
        this.authentication = authentication;
        this.approvals = approvals;
        this.events = events;
        this.heartbeat = heartbeat;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                get("/v1/requests/{id}/status", "How a request of the agent's stands").agent()
                        .query(QueryParameter.WAIT, KNOWN)
                        .answers(200, RequestStatus.class, this::status),
                get("/v1/requests/{id}/events",
                        "How it stands, now and after every change, until its end: server-sent events named status with a RequestStatus as data")
                        .agent().writes(Answer.EVENTS, RequestStatus.class,
                                call -> listen(call.context(), call.caller(), call.id())),
                post("/v1/requests/{id}/cancel",
                        "Takes a request back that has not begun to run; taken back again, nothing changes. Members use `POST /v1/requests/{id}/cancellation`")
                        .agent()
                        .refuses(REQUEST_NOT_PENDING, REQUEST_EXPIRED)
                        .answers(200, RequestStatus.class, call -> approvals.cancel(call.caller(), call.id())));
    }

    private RequestStatus status(Call<AgentCaller, Nothing> call) throws InterruptedException {
        Long wait = call.query(QueryParameter.WAIT);
        if (wait != null && wait > QueryParameter.LONGEST_WAIT_SECONDS) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED,
                    "wait is at most " + QueryParameter.LONGEST_WAIT_SECONDS + " seconds.");
        }
        return wait == null || wait == 0
                ? approvals.status(call.caller(), call.id())
                : await(call, call.query(KNOWN), Duration.ofSeconds(wait));
    }

    private RequestStatus await(Call<AgentCaller, Nothing> call, @Nullable String known, Duration longest)
            throws InterruptedException {
        AgentCaller caller = call.caller();
        UUID request = call.id();
        long end = System.nanoTime() + longest.toNanos();
        Semaphore changed = new Semaphore(0);
        waiting.add(changed);
        try (EventStream.Subscription _ = subscribe(caller, request, changed)) {
            while (true) {
                RequestStatus status = approvals.status(caller, request);
                String from = known == null ? status.state().toString() : known;
                known = from;
                long left = end - System.nanoTime();
                if (!status.state().toString().equals(from) || !status.state().open() || left <= 0 || closed) {
                    return status;
                }
                var _ = changed.tryAcquire(left, TimeUnit.NANOSECONDS);
                changed.drainPermits();
                // The agent's key may have been revoked meanwhile.
                caller = authentication.agent(call.context().header("Authorization"));
            }
        } finally {
            waiting.remove(changed);
        }
    }

    private EventStream.Subscription subscribe(AgentCaller caller, UUID request, Semaphore changed) {
        return events.subscribe(caller.org(), numbered -> {
            if (request.equals(numbered.event().request())) {
                changed.release();
            }
        }, changed::release, changed::release);
    }

    private void listen(Context context, AgentCaller caller, UUID request) throws IOException, InterruptedException {
        String authorization = context.header("Authorization");
        RequestStatus first = approvals.status(caller, request);
        context.contentType("text/event-stream").header("X-Accel-Buffering", "no");
        Semaphore changed = new Semaphore(0);
        waiting.add(changed);
        try (EventStream.Subscription _ = subscribe(caller, request, changed)) {
            // The servlet's stream: Javalin's ignores flush.
            tell(authorization, request, first, changed, context.res().getOutputStream());
        } catch (IOException | RefusedException e) {
            // The agent disconnected or was disabled; there is nobody to answer.
            return;
        } finally {
            waiting.remove(changed);
        }
    }

    private void tell(@Nullable String authorization, UUID request, RequestStatus first, Semaphore changed,
            OutputStream out) throws IOException, InterruptedException {
        write(out, event(first));
        RequestStatus told = first;
        while (told.state().open() && !closed) {
            boolean perhaps = changed.tryAcquire(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
            changed.drainPermits();
            RequestStatus now = approvals.status(authentication.agent(authorization), request);
            if (!now.equals(told)) {
                write(out, event(now));
                told = now;
            } else if (!perhaps) {
                write(out, HEARTBEAT);
            }
        }
    }

    private static byte[] event(RequestStatus status) {
        return ("event: status\ndata: " + new String(JsonBody.bytes(status), StandardCharsets.UTF_8) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void write(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Answers all waiting calls, so that the server can stop. */
    @Override
    public void close() {
        closed = true;
        waiting.forEach(Semaphore::release);
    }
}
