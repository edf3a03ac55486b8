package dev.agenthub.app.ui.approvals.batch;

import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.decide.StepUp;
import dev.agenthub.app.ui.approvals.reading.SignedDisplay;
import dev.agenthub.app.ui.approvals.request.ExactPayload;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.app.ui.approvals.request.ShownWhole;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.statement.Decision;
import java.util.BitSet;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * Signs and sends the decisions of a batch, one after the other, and keeps in each row what became of it. Used on the window's thread only.
 */
final class BatchSender {
    private final ObservableList<BatchRow> rows;
    private final RequestDecisions decisions;
    private final ShownWhole shownWhole;
    private final StepUp stepUp;
    private final TaskRunner tasks;
    private final Consumer<UUID> taken;
    private final Runnable done;
    private final ReadOnlyBooleanWrapper stopping = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<@Nullable Failure> end = new ReadOnlyObjectWrapper<>();
    private Decision decision = Decision.DENY;
    private String given = "";

    /**
     * Sends nothing yet.
     *
     * @param rows what is sent, in order; changed as it is
     * @param taken receives each request whose decision was recorded
     * @param done runs when all were sent, or the rest is not sent any more
     */
    BatchSender(ObservableList<BatchRow> rows, RequestDecisions decisions, ShownWhole shownWhole, StepUp stepUp,
            TaskRunner tasks, Consumer<UUID> taken, Runnable done) {
        this.rows = rows;
        this.decisions = decisions;
        this.shownWhole = shownWhole;
        this.stepUp = stepUp;
        this.tasks = tasks;
        this.taken = taken;
        this.done = done;
    }

    /** Has every row wait for {@link #send} to sign this decision with this reason. */
    void prepare(Decision chosen, String reason) {
        decision = chosen;
        given = reason;
        stopping.set(false);
        end.set(null);
        rows.replaceAll(row -> row.in(BatchRow.State.WAITING));
    }

    /** Stops after the row that is being sent. */
    void stop() {
        stopping.set(true);
        // Where it waits for a passphrase, nothing is under way.
        stepUp.leave();
    }

    /** Whether it stops after the row that is being sent. */
    ReadOnlyBooleanProperty stopping() {
        return stopping.getReadOnlyProperty();
    }

    /** Why it ended early; null if it did not. */
    ReadOnlyObjectProperty<@Nullable Failure> end() {
        return end.getReadOnlyProperty();
    }

    /** Signs and sends the next row that waits, and those after it. */
    void send() {
        int at = indexOf(BatchRow.State.WAITING);
        if (at < 0 || stopping.get()) {
            finish();
            return;
        }
        BatchRow row = rows.get(at);
        if (decision == Decision.APPROVE && !shownWhole.has(row.id(), row.request().payloadHash())) {
            refuse(at, RequestDecisions.changedHash());
            return;
        }
        Hash payload = Hash.ofHex(row.request().payloadHash());
        SignedDisplay seen = shownWhole.seen(row.id(), row.request().payloadHash(), new BitSet());
        put(at, row.in(BatchRow.State.SIGNING));
        tasks.run(() -> decisions.sign(row.id(), payload, decision, given, seen), signed -> {
            put(at, row.in(BatchRow.State.SENDING));
            tasks.run(() -> decisions.deliver(row.id(), payload, signed), _ -> {
                put(at, row.in(BatchRow.State.SENT));
                taken.accept(row.id());
                send();
            }, failed -> undelivered(at, failed));
        }, failed -> unsigned(at, failed));
    }

    private void unsigned(int at, Failure failed) {
        if (RequestDecisions.ends(failed)) {
            put(at, rows.get(at).in(BatchRow.State.UNSENT, failed));
            end.set(failed);
            finish();
        } else {
            refuse(at, failed);
        }
    }

    private void undelivered(int at, Failure failed) {
        if (stepUp.helps(failed)) {
            put(at, rows.get(at).in(BatchRow.State.WAITING));
            stepUp.ask(this::send, () -> refused(at, failed));
        } else {
            refused(at, failed);
        }
    }

    private void refused(int at, Failure failed) {
        put(at, rows.get(at).in(
                RequestDecisions.leavesOpen(failed) ? BatchRow.State.UNCONFIRMED : BatchRow.State.REFUSED, failed));
        forgetIfDifferent(at, failed);
        if (RequestDecisions.ends(failed)) {
            end.set(failed);
            finish();
        } else {
            send();
        }
    }

    private void refuse(int at, Failure why) {
        put(at, rows.get(at).in(BatchRow.State.REFUSED, why));
        forgetIfDifferent(at, why);
        send();
    }

    private void forgetIfDifferent(int at, Failure why) {
        if (why.code().equals(ExactPayload.DIFFERS)) {
            shownWhole.forget(rows.get(at).id());
        }
    }

    private void finish() {
        rows.replaceAll(row -> row.state() == BatchRow.State.WAITING ? row.in(BatchRow.State.UNSENT) : row);
        done.run();
    }

    private void put(int at, BatchRow row) {
        rows.set(at, row);
    }

    private int indexOf(BatchRow.State state) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).state() == state) {
                return i;
            }
        }
        return -1;
    }
}
