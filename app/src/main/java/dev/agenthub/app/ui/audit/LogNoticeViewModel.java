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

/** Whether the backend refuses the audit log, in words for the signed-in member. Confined to the window's thread. */
public final class LogNoticeViewModel {
    private static final Messages MESSAGES = Messages.of(LogNoticeViewModel.class);

    private final boolean readsAudit;
    private final CoalescingQuery<LogState> state;
    private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper("");

    /** {@code readsAudit} is whether the member has the audit screen. */
    public LogNoticeViewModel(Callable<LogState> source, TaskRunner tasks, boolean readsAudit) {
        this.readsAudit = readsAudit;
        // The connection's own notice reports the failure; the last known state stays shown.
        this.state = new CoalescingQuery<>(tasks, source, found -> words.set(words(found.refused())), _ -> {});
    }

    /** Queries the state; called whenever it may have changed. */
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

    /** The reason of a refusal, in one sentence. */
    static String reason(CheckpointRefusal refused) {
        String key = "refused." + refused.code();
        return MESSAGES.has(key) ? MESSAGES.text(key) : refused.message();
    }

    /** The reason and what to do; empty where the log is not refused. */
    public ReadOnlyStringProperty words() {
        return words.getReadOnlyProperty();
    }
}
