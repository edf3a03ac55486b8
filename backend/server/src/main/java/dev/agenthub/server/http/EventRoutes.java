package dev.agenthub.server.http;

import dev.agenthub.server.RefusedException;
import dev.agenthub.server.http.events.EventStream;
import dev.agenthub.server.identity.Authentication;
import dev.agenthub.server.identity.Caller.MemberCaller;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The stream of events: one virtual thread a listener, which it keeps until either side ends it. */
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
    public void add(RoutesConfig routes) {
        routes.get("/v1/events", this::listen);
    }

    private void listen(Context context) throws IOException, InterruptedException {
        String authorization = context.header("Authorization");
        MemberCaller caller = authentication.member(authorization);
        context.contentType("text/event-stream").header("Cache-Control", "no-store").header("X-Accel-Buffering", "no");
        EventFeed feed = new EventFeed(heartbeat);
        try (EventStream.Subscription _ = events.subscribe(caller.org(), feed::offer, feed::end)) {
            open.add(feed);
            if (closed) {
                feed.end();
            }
            // Not the context's stream, which ignores flush.
            write(feed, context.res().getOutputStream(), authorization);
        }
    }

    private void write(EventFeed feed, OutputStream out, String authorization) throws InterruptedException {
        try {
            feed.writeTo(out, () -> authentication.member(authorization));
        } catch (IOException | RefusedException e) {
            // The listener went away or was signed out: nothing is left to tell it.
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
