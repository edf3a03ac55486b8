package dev.agenthub.server.http;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestStatus;
import dev.agenthub.server.RefusedException;
import dev.agenthub.server.approvals.Approvals;
import dev.agenthub.server.http.events.EventStream;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Caller.AgentCaller;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How an agent's request stands: asked once, waited for (long poll), or told as it changes (server-sent events); and taken back. */
public final class StatusRoutes implements Routes, AutoCloseable {
    private static final int LONGEST_WAIT_SECONDS = 60;
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
    public void add(RoutesConfig routes) {
        routes.get("/v1/requests/{id}/status", this::status);
        routes.get("/v1/requests/{id}/events", this::listen);
        routes.post("/v1/requests/{id}/cancel", context -> Wire.write(context, 200,
                approvals.cancel(agent(context), Wire.uuid(context, "id"))));
    }

    private AgentCaller agent(Context context) {
        return authentication.agent(context.header("Authorization"));
    }

    /** With {@code wait}, answers when the state is another one than {@code known}, or after so many seconds. */
    private void status(Context context) throws InterruptedException {
        AgentCaller caller = agent(context);
        UUID request = Wire.uuid(context, "id");
        Long wait = Wire.number(context, "wait");
        if (wait != null && wait > LONGEST_WAIT_SECONDS) {
            throw new RefusedException(ErrorCode.REQUEST_MALFORMED,
                    "wait is at most " + LONGEST_WAIT_SECONDS + " seconds.");
        }
        String known = context.queryParam("known");
        Wire.write(context, 200, wait == null || wait == 0
                ? approvals.status(caller, request)
                : await(caller, request, known, Duration.ofSeconds(wait)));
    }

    private RequestStatus await(AgentCaller caller, UUID request, @Nullable String known, Duration longest)
            throws InterruptedException {
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
        }, changed::release);
    }

    private void listen(Context context) throws IOException, InterruptedException {
        String authorization = context.header("Authorization");
        AgentCaller caller = authentication.agent(authorization);
        UUID request = Wire.uuid(context, "id");
        RequestStatus first = approvals.status(caller, request);
        context.contentType("text/event-stream").header("X-Accel-Buffering", "no");
        Semaphore changed = new Semaphore(0);
        waiting.add(changed);
        try (EventStream.Subscription _ = subscribe(caller, request, changed)) {
            // Not the context's stream, which ignores flush.
            tell(authorization, request, first, changed, context.res().getOutputStream());
        } catch (IOException | RefusedException e) {
            // The agent went away or was disabled: nothing is left to tell it.
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
        return ("event: status\ndata: " + new String(Wire.bytes(status), StandardCharsets.UTF_8) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void write(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** Answers everybody who waits, so that the server can stop. */
    @Override
    public void close() {
        closed = true;
        waiting.forEach(Semaphore::release);
    }
}
