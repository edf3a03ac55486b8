package dev.agenthub.app.ui.approvals.views;

import dev.agenthub.api.RequestHistory;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.ToolChange;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.changes.PayloadChanges;
import dev.agenthub.app.ui.approvals.changes.ToolDifference;
import dev.agenthub.app.ui.approvals.history.HistoryViewModel;
import dev.agenthub.app.ui.approvals.request.ExactPayload;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.hash.PayloadHash;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Compares the payload on show with that of the last action alike that ran, whose bytes are checked here
 * as those of every request. Nothing is fetched before somebody looks. Used on the window's thread only.
 */
public final class ChangesViewModel {
    private final RequestDecisions decisions;
    private final TaskRunner tasks;
    private final HistoryViewModel past;
    private final ReadOnlyObjectWrapper<ChangesContent> content = new ReadOnlyObjectWrapper<>(
            new ChangesContent.Waiting());
    private final ReadOnlyObjectWrapper<TreeMarks> marks = new ReadOnlyObjectWrapper<>(
            new TreeMarks(null, Map.of()));
    private @Nullable ExactPayload shown;
    private boolean wanted;
    private boolean asked;
    /** Grows with every payload; an answer about an older one is dropped. */
    private long generation;

    public ChangesViewModel(RequestDecisions decisions, TaskRunner tasks, HistoryViewModel past) {
        this.decisions = decisions;
        this.tasks = tasks;
        this.past = past;
        content.subscribe(_ -> mark());
        past.unusual().subscribe(_ -> mark());
        past.told().subscribe(_ -> begin());
        past.failure().subscribe(_ -> begin());
    }

    /** Begins with another payload; null for none. */
    void of(@Nullable ExactPayload payload) {
        generation++;
        shown = payload;
        wanted = false;
        asked = false;
        content.set(new ChangesContent.Waiting());
    }

    /** Starts the comparison, because a view that shows it was opened. */
    void look() {
        wanted = true;
        begin();
    }

    private void begin() {
        ExactPayload payload = shown;
        if (payload == null || !wanted || asked) {
            return;
        }
        RequestHistory told = past.told().get();
        if (!payload.json().string("v").equals(PayloadHash.ACTION)) {
            content.set(new ChangesContent.NoAction());
        } else if (told == null) {
            String failed = past.failure().get();
            content.set(failed.isEmpty()
                    ? new ChangesContent.Waiting()
                    : new ChangesContent.Failed(new Failure("", failed)));
        } else if (told.like() == null) {
            content.set(new ChangesContent.NothingAlike(told.runs()));
        } else {
            compare(payload, told.like(), told.toolChange());
        }
    }

    private void compare(ExactPayload payload, UUID like, @Nullable ToolChange tool) {
        asked = true;
        long question = generation;
        content.set(new ChangesContent.Waiting());
        tasks.run(() -> against(payload, like, tool), found -> {
            if (question == generation) {
                asked = found instanceof ChangesContent.Against;
                content.set(found);
            }
        }, failed -> {
            if (question == generation) {
                // Whoever looks again asks again.
                asked = false;
                content.set(failed.code().equals(ExactPayload.DIFFERS)
                        ? new ChangesContent.Untrue()
                        : new ChangesContent.Failed(failed));
            }
        });
    }

    private ChangesContent against(ExactPayload payload, UUID like, @Nullable ToolChange tool) {
        OpenRequest earlier = decisions.fetch(like);
        if (earlier.detail().summary().state() != RequestState.EXECUTED
                || !asks(payload.json()).equals(asks(earlier.payload().json()))) {
            return new ChangesContent.Unlike();
        }
        PayloadChanges changes = PayloadChanges.between(earlier.payload().json(), payload.json());
        return new ChangesContent.Against(earlier, changes, ChangeRows.of(changes,
                ToolDifference.of(tool, like, earlier.payload().json(), payload.json())));
    }

    /** Who asks, and by which tool. */
    private static List<String> asks(JsonObject payload) {
        return List.of(payload.string("agent"), payload.object("tool").string("name"));
    }

    private void mark() {
        PayloadChanges changes = content.get() instanceof ChangesContent.Against(var _, var found, var _)
                ? found
                : null;
        marks.set(new TreeMarks(changes, past.unusual().get()));
    }

    /** The marks beside the values in the tree. */
    ReadOnlyObjectProperty<TreeMarks> marks() {
        return marks.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<ChangesContent> content() {
        return content.getReadOnlyProperty();
    }
}
