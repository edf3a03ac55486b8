package dev.agenthub.server.approvals.requests;

import dev.agenthub.api.RequestState;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.server.audit.EventDraft;
import dev.agenthub.server.events.EventStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Cancels every request that waits for votes or for its run, as after a restore, where their state cannot be trusted. Thread-safe. */
public final class OpenRequests {

    private final EventStream events;
    private final InstantSource clock;

    public OpenRequests(EventStream events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /** Cancels them in the caller's transaction, and returns the events to append. Agents may submit their actions again. */
    public List<EventDraft> cancel(Handle handle, UUID org, Actor by, String reason) {
        Instant now = clock.instant();
        List<EventDraft> drafts = new ArrayList<>();
        Stream.of(RequestState.PENDING, RequestState.APPROVED)
                .flatMap(state -> Requests.inState(handle, org, state).stream()
                        .map(id -> Requests.lock(handle, org, id)).filter(request -> request.state() == state))
                .forEach(request -> {
                    Requests.move(handle, org, request.id(), RequestState.CANCELLED, now);
                    handle.afterCommit(() -> events.publish(org,
                            ServerEvent.changed(request.id(), RequestState.CANCELLED)));
                    drafts.add(ApprovalEvents.cancelled(by, request, reason));
                });
        return drafts;
    }
}
