package dev.agenthub.app.ui.approvals.sent;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.app.client.EventListener.Link;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.approvals.drafts.LeftDecision;
import dev.agenthub.app.ui.approvals.inbox.InboxViewModel;
import dev.agenthub.app.ui.approvals.request.ExactPayload;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.app.ui.common.TaskRunner;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Decisions that failed after their requests had left the screen, shown one at a time: each stays until
 * it is recorded, opened or dismissed. Used on the window's thread only.
 */
public final class LeftDecisions {
    private final Session session;
    private final InboxViewModel inbox;
    private final RequestDecisions decisions;
    private final TaskRunner tasks;
    private final ObservableList<LeftDecision> left;
    private final ReadOnlyObjectWrapper<@Nullable LeftDecision> first = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyIntegerWrapper others = new ReadOnlyIntegerWrapper();
    private final Subscription leftChanged;
    private final ReadOnlyBooleanWrapper repeatable = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();

    public LeftDecisions(Session session, InboxViewModel inbox, RequestDecisions decisions, TaskRunner tasks,
            Drafts drafts) {
        this.session = session;
        this.inbox = inbox;
        this.decisions = decisions;
        this.tasks = tasks;
        this.left = drafts.left();
        inbox.listen(taken -> takeOut(taken.id()), this::look);
        inbox.link().subscribe(now -> {
            LeftDecision shown = first.get();
            if (now == Link.LIVE && shown != null) {
                look(shown.id());
            }
        });
        leftChanged = left.subscribe(this::showFirst);
        showFirst();
    }

    /** Stops following the drafts; the failed decisions stay in them for the next sign-in. */
    public void stop() {
        leftChanged.unsubscribe();
    }

    private void showFirst() {
        LeftDecision now = left.isEmpty() ? null : left.getFirst();
        others.set(Math.max(0, left.size() - 1));
        if (!Objects.equals(now, first.get())) {
            repeatable.set(false);
            first.set(now);
            if (now != null) {
                look(now.id());
            }
        }
    }

    /** Asks what became of it: the backend may have taken it after all, or takes it no longer. */
    private void look(UUID about) {
        LeftDecision shown = first.get();
        if (shown == null || !shown.id().equals(about) || busy.get()) {
            return;
        }
        tasks.run(() -> decisions.updated(shown.request().payload(), session.client().request(about)),
                now -> found(shown, now), _ -> repeatable.set(false));
    }

    private void found(LeftDecision shown, OpenRequest now) {
        if (!shown.equals(first.get()) || busy.get()) {
            return;
        }
        if (shown.wasTaken(now, session.me().member())) {
            inbox.tookElsewhere(now);
        } else {
            // What a passphrase is missing for is asked for beside the request, and other bytes are no longer what was decided.
            repeatable.set(shown.isPossible(now, session.me().member(), session.me().groups())
                    && !shown.failure().code().equals(ErrorCode.STEP_UP_REQUIRED.name())
                    && !shown.failure().code().equals(ExactPayload.DIFFERS));
        }
    }

    /** Signs and sends the same about the same bytes once more. */
    void repeat() {
        LeftDecision shown = first.get();
        if (shown == null || busy.get() || !repeatable.get()) {
            return;
        }
        busy.set(true);
        tasks.run(() -> decisions.carryOut(shown.request(), shown.action()), now -> {
            busy.set(false);
            inbox.tookElsewhere(now);
        }, failed -> failedAgain(shown, failed));
    }

    private void failedAgain(LeftDecision shown, Failure failed) {
        busy.set(false);
        int at = left.indexOf(shown);
        if (at >= 0) {
            left.set(at, new LeftDecision(shown.request(), shown.action(), failed));
        }
    }

    /** It was read: its request is to be shown, where the reason that was written stands again. */
    Optional<UUID> open() {
        Optional<UUID> request = Optional.ofNullable(first.get()).map(LeftDecision::id);
        request.ifPresent(this::takeOut);
        return request;
    }

    void dismiss() {
        LeftDecision shown = first.get();
        if (shown != null && !busy.get()) {
            left.remove(shown);
        }
    }

    private void takeOut(UUID request) {
        left.removeIf(one -> one.id().equals(request));
    }

    /** How many there are beside it. */
    ReadOnlyIntegerProperty others() {
        return others.getReadOnlyProperty();
    }

    /** The one to be shown, null where there is none. */
    ReadOnlyObjectProperty<@Nullable LeftDecision> first() {
        return first.getReadOnlyProperty();
    }

    /** Whether the request still waits for the same. */
    ReadOnlyBooleanProperty repeatable() {
        return repeatable.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty busy() {
        return busy.getReadOnlyProperty();
    }
}
