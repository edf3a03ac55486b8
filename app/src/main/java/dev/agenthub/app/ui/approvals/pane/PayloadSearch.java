package dev.agenthub.app.ui.approvals.pane;

import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.reading.FoundWarnings;
import dev.agenthub.app.ui.approvals.reading.Warning;
import dev.agenthub.app.ui.approvals.request.ExactPayload;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * Searches the payload on show for what hides in it. Used on the window's thread only.
 *
 * <p>A reader sees the bytes of a large payload before they are searched, and can approve them only afterwards. The search of a payload
 * that was left ends, so that it takes no time from the next.
 */
final class PayloadSearch {
    private final TaskRunner tasks;
    private final ReadOnlyObjectWrapper<Optional<FoundWarnings>> warnings = new ReadOnlyObjectWrapper<>(
            Optional.empty());
    private TaskRunner.Pending pending = () -> {};

    PayloadSearch(TaskRunner tasks) {
        this.tasks = tasks;
    }

    /** Replaces what was searched. */
    void begin(ExactPayload payload, Runnable found, Consumer<Failure> failed) {
        end();
        Runnable search = () -> pending = tasks.run(() -> FoundWarnings.of(Warning.in(payload.text())), all -> {
            warnings.set(Optional.of(all));
            found.run();
        }, failed);
        if (payload.isLarge()) {
            pending = tasks.afterPaint(search);
        } else {
            search.run();
        }
    }

    /** Forgets what was found. */
    void end() {
        pending.cancel();
        warnings.set(Optional.empty());
    }

    boolean isDone() {
        return warnings.get().isPresent();
    }

    /** Empty while a payload is being searched. */
    ReadOnlyObjectProperty<Optional<FoundWarnings>> warnings() {
        return warnings.getReadOnlyProperty();
    }
}
