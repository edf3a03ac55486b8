package dev.agenthub.server.http.routes;

import static dev.agenthub.server.http.Endpoint.get;

import dev.agenthub.api.ServerEvent;
import dev.agenthub.server.common.RefusedException;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.http.Operation.Answer;
import dev.agenthub.server.http.Route;
import dev.agenthub.server.http.Routes;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Caller.MemberCaller;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The route of the event stream; each listener has a virtual thread until either side ends the stream. */
public final class EventRoutes implements Routes, AutoCloseable {

    private final Authentication authentication;
    private final EventStream events;
    private final Duration heartbeat;
    private final Set<EventFeed> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public EventRoutes(Authentication authentication, EventStream events, Duration heartbeat) {
        this.authentication = authentication;
        this.events = events;
        this.heartbeat = heartbeat;
    }

    @Override
    public List<Route> routes() {
        return List.of(get("/v1/events", "What changes: server-sent events with a ServerEvent as data, named as it is")
                .member().writes(Answer.EVENTS, ServerEvent.class,
                        call -> listen(call.context(), call.caller())));
    }

    private void listen(Context context, MemberCaller caller) throws IOException, InterruptedException {
        String authorization = context.header("Authorization");
        context.contentType("text/event-stream").header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
        EventFeed feed = new EventFeed(heartbeat);
        try (EventStream.Subscription _ = events.subscribe(caller.org(), feed::offer, feed::end, feed::recheckAccess)) {
            open.add(feed);
            if (closed) {
                feed.end();
            }
            // Detects access that ended between the call's authentication and the subscription.
            feed.recheckAccess();
            // The servlet's stream: Javalin's ignores flush.
            write(feed, context.res().getOutputStream(), authorization);
        }
    }

    private void write(EventFeed feed, OutputStream out, @Nullable String authorization) throws InterruptedException {
        try {
            feed.writeTo(out, () -> authentication.requireStillMember(authorization));
        } catch (IOException | RefusedException e) {
            // The listener disconnected or was signed out; there is nobody to answer.
            return;
        } finally {
            open.remove(feed);
        }
    }

    /** Ends all streams, so that the server can stop. */
    @Override
    public void close() {
        closed = true;
        open.forEach(EventFeed::end);
    }
}
