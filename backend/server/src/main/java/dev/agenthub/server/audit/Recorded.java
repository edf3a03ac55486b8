package dev.agenthub.server.audit;

import java.util.List;

/**
 * What was done in a transaction, and what the log has still to be told of it.
 *
 * @param events empty where nothing changed
 */
public record Recorded<T>(T result, List<EventDraft> events) {

    public Recorded {
        events = List.copyOf(events);
    }

    public static <T> Recorded<T> of(T result, EventDraft... events) {
        return new Recorded<>(result, List.of(events));
    }
}
