package dev.agenthub.app.ui.approvals.sent;

import dev.agenthub.api.RequestState;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.inbox.InboxViewModel;
import dev.agenthub.app.ui.approvals.reading.SignedDisplay;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.app.ui.approvals.request.ShownWhole;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.evidence.statement.Decision;
import java.util.BitSet;
import java.util.UUID;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The request that this member decided last, while another one is on show: its current state, and
 * taking the approval back. Used on the window's thread only.
 */
public final class LastDecision {
    private final Session session;
    private final InboxViewModel inbox;
    private final RequestDecisions decisions;
    private final ShownWhole shownWhole;
    private final TaskRunner tasks;
    private final ReadOnlyObjectWrapper<@Nullable OpenRequest> request = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");

    public LastDecision(Session session, InboxViewModel inbox, RequestDecisions decisions, ShownWhole shownWhole,
            TaskRunner tasks) {
        this.session = session;
        this.inbox = inbox;
        this.decisions = decisions;
        this.shownWhole = shownWhole;
        this.tasks = tasks;
        inbox.listen(this::decided, this::changed);
        inbox.chosen().subscribe(this::chosen);
    }

    private void decided(OpenRequest now) {
        failure.set("");
        request.set(now);
        chosen(inbox.chosen().get());
    }

    /** What is on show says itself what became of it. */
    private void chosen(@Nullable UUID shown) {
        OpenRequest last = request.get();
        if (last != null && last.id().equals(shown)) {
            dismiss();
        }
    }

    private void changed(UUID about) {
        OpenRequest last = request.get();
        if (last != null && last.id().equals(about)) {
            tasks.run(() -> decisions.updated(last.payload(), session.client().request(about)), this::update,
                    failed -> failure.set(failed.line()));
        }
    }

    /** Another one was decided meanwhile, or it was put aside, where it is not this one any more. */
    private void update(OpenRequest now) {
        OpenRequest last = request.get();
        if (last != null && last.id().equals(now.id())) {
            request.set(now);
        }
    }

    void show() {
        OpenRequest last = request.get();
        if (last != null) {
            inbox.choose(last.id());
        }
    }

    void dismiss() {
        failure.set("");
        request.set(null);
    }

    /** Whether this member's approval can be taken back: the request waits for more approvals, or is held. */
    boolean undoable() {
        OpenRequest last = request.get();
        return last != null && last.withdrawable(session.me().member())
                && (last.detail().summary().state() == RequestState.PENDING || last.held());
    }

    /** Takes this member's approval back, by a signed statement. */
    void undo() {
        OpenRequest last = request.get();
        if (last == null || busy.get() || !undoable()) {
            return;
        }
        busy.set(true);
        failure.set("");
        SignedDisplay seen = shownWhole.seen(last.id(), last.payload().hash().hex(), new BitSet());
        tasks.run(() -> decisions.updated(last.payload(),
                decisions.send(last.id(), last.payload().hash(), Decision.WITHDRAW, "", seen)), now -> {
                    busy.set(false);
                    update(now);
                }, failed -> undone(last, failed));
    }

    private void undone(OpenRequest last, Failure failed) {
        busy.set(false);
        failure.set(failed.line());
        changed(last.id());
    }

    /** The request decided last; null if there is none, or it is on show. */
    ReadOnlyObjectProperty<@Nullable OpenRequest> request() {
        return request.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty busy() {
        return busy.getReadOnlyProperty();
    }

    /** Why it could not be taken back; empty otherwise. */
    ReadOnlyStringProperty failure() {
        return failure.getReadOnlyProperty();
    }
}
