package dev.agenthub.server.audit;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.Subject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened, before it is given its id, nonce and time.
 *
 * @param type one of {@link dev.agenthub.evidence.chain.EventType}, or another in the same form
 * @param workspace where it happened, null for what concerns the whole organization
 * @param from the event is not recorded as earlier than this; null where any time is right
 * @param until from this moment on the event must not be recorded any more; null where any time is right
 */
public record EventDraft(String type, Actor actor, Subject subject, @Nullable UUID workspace, JsonObject data,
        @Nullable Instant from, @Nullable Instant until) {

    public EventDraft(String type, Actor actor, Subject subject, @Nullable UUID workspace, JsonObject data) {
        this(type, actor, subject, workspace, data, null, null);
    }

    /** The same, saying which approved request it stands behind; unchanged where that is null. */
    public EventDraft behind(@Nullable UUID request) {
        if (request == null) {
            return this;
        }
        JsonObject.Builder all = JsonObject.builder();
        data.members().forEach(all::put);
        return new EventDraft(type, actor, subject, workspace, all.put("request", request.toString()).build(), from,
                until);
    }

    /** The same, recorded as of this moment at the earliest, where the clock was set back since what it says was decided by it. */
    public EventDraft from(Instant moment) {
        return new EventDraft(type, actor, subject, workspace, data, moment, until);
    }

    /** The same, not to be recorded from a moment on: {@link AuditLog#append} throws {@link TooLateException} then. */
    public EventDraft until(Instant moment) {
        return new EventDraft(type, actor, subject, workspace, data, from, moment);
    }
}
