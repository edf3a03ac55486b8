package dev.agenthub.server.audit;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Subject;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event before it gets its id, nonce and time.
 *
 * @param type one of {@link dev.agenthub.evidence.chain.EventType}, or another of the same form
 * @param workspace where it happened; null for the whole organization
 * @param from the earliest time of the event; null for no bound
 * @param until the moment from which the event must not be recorded any more; null for no bound
 */
public record EventDraft(String type, Actor actor, Subject subject, @Nullable UUID workspace, JsonObject data,
        @Nullable Instant from, @Nullable Instant until) {

    public EventDraft(String type, Actor actor, Subject subject, @Nullable UUID workspace, JsonObject data) {
        this(type, actor, subject, workspace, data, null, null);
    }

    /** The same event, naming the approved request that it results from; unchanged where that is null. */
    public EventDraft behind(@Nullable UUID request) {
        if (request == null) {
            return this;
        }
        JsonObject.Builder all = JsonObject.builder();
        data.members().forEach(all::put);
        return new EventDraft(type, actor, subject, workspace,
                all.put(EventType.changeMember(type), request.toString()).build(), from, until);
    }

    /** The same event, recorded at this moment at the earliest, even where the clock was set back since. */
    public EventDraft from(Instant moment) {
        return new EventDraft(type, actor, subject, workspace, data, moment, until);
    }

    /** The same event, which must not be recorded from this moment on: {@link AuditLog#append} then throws {@link TooLateException}. */
    public EventDraft until(Instant moment) {
        return new EventDraft(type, actor, subject, workspace, data, from, moment);
    }
}
