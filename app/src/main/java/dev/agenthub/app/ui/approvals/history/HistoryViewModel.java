package dev.agenthub.app.ui.approvals.history;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.RequestHistory;
import dev.agenthub.app.client.MemberClient;
import dev.agenthub.app.ui.approvals.changes.PlacedValue;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.evidence.canonical.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** Loads an agent's history from the backend. Decisions do not wait for it. Used on the window's thread only. */
public final class HistoryViewModel {
    private final MemberClient client;
    private final TaskRunner tasks;
    private final ReadOnlyObjectWrapper<@Nullable AgentHistory> history = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable RequestHistory> told = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private final HistoryFindingText words = new HistoryFindingText();
    private final ReadOnlyObjectWrapper<Map<PlacedValue, String>> unusual = new ReadOnlyObjectWrapper<>(Map.of());
    private @Nullable UUID shown;
    /** The number of the latest query; answers to earlier ones are dropped. */
    private long generation;

    public HistoryViewModel(MemberClient client, TaskRunner tasks) {
        this.client = client;
        this.tasks = tasks;
    }

    /**
     * Loads the history for a request, or again after the request changed.
     *
     * @param payload the payload, parsed from bytes whose hash was verified
     * @param host the host that the payload is sent to
     */
    public void show(RequestDetail detail, JsonObject payload, String host) {
        UUID request = detail.summary().request();
        if (!request.equals(shown)) {
            clear();
            shown = request;
        }
        long question = ++generation;
        tasks.run(() -> {
            RequestHistory answer = client.history(request);
            return Map.entry(answer, AgentHistory.of(detail, payload, host, answer));
        }, found -> {
            if (question == generation) {
                failure.set("");
                told.set(found.getKey());
                unusual.set(unusual(found.getValue()));
                history.set(found.getValue());
            }
        }, failed -> {
            if (question == generation) {
                failure.set(failed.line());
            }
        });
    }

    /** Drops the history, because no request is on show. */
    public void clear() {
        generation++;
        shown = null;
        history.set(null);
        told.set(null);
        unusual.set(Map.of());
        failure.set("");
    }

    private Map<PlacedValue, String> unusual(AgentHistory found) {
        Map<PlacedValue, String> sentences = new HashMap<>();
        found.findings().forEach(
                (finding, values) -> values.forEach(value -> sentences.putIfAbsent(value, words.of(finding))));
        return Map.copyOf(sentences);
    }

    /** The unusual values of the payload, with a sentence for each. */
    public ReadOnlyObjectProperty<Map<PlacedValue, String>> unusual() {
        return unusual.getReadOnlyProperty();
    }

    /** The request compared with the history; null until it is loaded. */
    ReadOnlyObjectProperty<@Nullable AgentHistory> history() {
        return history.getReadOnlyProperty();
    }

    /** The history as the backend sent it; null until it is loaded. */
    public ReadOnlyObjectProperty<@Nullable RequestHistory> told() {
        return told.getReadOnlyProperty();
    }

    /** Why the history could not be loaded; empty otherwise. */
    public ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }
}
