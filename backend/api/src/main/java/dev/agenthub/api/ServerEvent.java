package dev.agenthub.api;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something changed that a desktop may want to show; the data of one server-sent event, whose event name is one of the constants.
 *
 * <p>Events carry no contents, only what to ask for again. The stream begins with a comment ({@code : still here}), and has one
 * whenever nothing else came for a while. Nothing is sent again: {@code Last-Event-ID} is not read, so after a gap a client asks
 * for everything that it shows. The stream ends when its session does, when the client reads too slowly, and when the server stops.
 *
 * @param name also the name of the server-sent event: {@code request.created}, {@code request.changed},
 *        {@code override.used} (a missing approval was overridden), {@code cap.reached} (so much of a budget is used),
 *        {@code alert.acknowledged} (by an admin, for themselves), {@code audit.appended} or {@code log.changed} (the
 *        audit log is refused now, or no longer: {@code GET /v1/audit/state}); a client leaves others aside
 * @param request which request, null for events that aren't about one
 * @param state its state now, null for events that aren't about a request
 * @param size of the audit log, null for other events
 */
public record ServerEvent(String name, @Nullable UUID request, @Nullable RequestState state, @Nullable Long size) {

    public static final String REQUEST_CREATED = "request.created";
    public static final String REQUEST_CHANGED = "request.changed";
    /** A member has overridden a missing approval: every admin is told at once. */
    public static final String OVERRIDE_USED = "override.used";
    /** So much of a budget is used that every admin is told. */
    public static final String CAP_REACHED = "cap.reached";
    /** An admin has acknowledged an alert, for themselves. */
    public static final String ALERT_ACKNOWLEDGED = "alert.acknowledged";
    public static final String AUDIT_APPENDED = "audit.appended";
    /** The audit log is refused now, or no longer. */
    public static final String LOG_CHANGED = "log.changed";

    public ServerEvent {
        name = Check.text("name", name, 100);
    }

    public static ServerEvent created(UUID request, RequestState state) {
        return new ServerEvent(REQUEST_CREATED, request, state, null);
    }

    public static ServerEvent changed(UUID request, RequestState state) {
        return new ServerEvent(REQUEST_CHANGED, request, state, null);
    }

    public static ServerEvent overridden(UUID request, RequestState state) {
        return new ServerEvent(OVERRIDE_USED, request, state, null);
    }

    public static ServerEvent acknowledged(UUID request, RequestState state) {
        return new ServerEvent(ALERT_ACKNOWLEDGED, request, state, null);
    }

    public static ServerEvent capReached() {
        return new ServerEvent(CAP_REACHED, null, null, null);
    }

    /** Of an alert that is about no request. */
    public static ServerEvent acknowledged() {
        return new ServerEvent(ALERT_ACKNOWLEDGED, null, null, null);
    }

    public static ServerEvent logChanged() {
        return new ServerEvent(LOG_CHANGED, null, null, null);
    }

    public static ServerEvent appended(long size) {
        return new ServerEvent(AUDIT_APPENDED, null, null, size);
    }
}
