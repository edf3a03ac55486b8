package dev.agenthub.app.ui.audit;

import dev.agenthub.api.CheckpointRefusal;
import dev.agenthub.api.LogState;
import dev.agenthub.app.text.Messages;
import dev.agenthub.app.ui.common.CoalescingQuery;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.concurrent.Callable;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** Whether the backend refuses the audit log, in words for whoever is signed in. Confined to the window's thread. */
public final class LogNoticeViewModel {
    private static final Messages MESSAGES = Messages.of(LogNoticeViewModel.class);

    private final boolean readsAudit;
    private final CoalescingQuery<LogState> state;
    private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper("");

    /** {@code readsAudit}: whether there is a screen that says more of it. */
    public LogNoticeViewModel(Callable<LogState> source, TaskRunner tasks, boolean readsAudit) {
        this.readsAudit = readsAudit;
        // What failed is said by whoever tells how the connection is; the state that is known stays on show.
        this.state = new CoalescingQuery<>(tasks, source, found -> words.set(words(found.refused())), _ -> {});
    }

    /** Finds out; to be called whenever it may have changed. */
    public void ask() {
        state.ask();
    }

    public void stop() {
        state.stop();
    }

    private String words(@Nullable CheckpointRefusal refused) {
        return refused == null
                ? ""
                : MESSAGES.text(readsAudit ? "notice.reader" : "notice.member", reason(refused), refused.code());
    }

    /** Why a log is refused, in one sentence. */
    static String reason(CheckpointRefusal refused) {
        String key = "refused." + refused.code();
        return MESSAGES.has(key) ? MESSAGES.text(key) : refused.message();
    }

    /** Why, and what to do; empty where all is well. */
    public ReadOnlyStringProperty words() {
        return words.getReadOnlyProperty();
    }
}
