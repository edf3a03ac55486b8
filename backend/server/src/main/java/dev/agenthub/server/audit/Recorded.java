package dev.agenthub.server.audit;

import java.util.List;

/**
 * The result of work in a transaction, with the events still to be appended.
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
