package dev.agenthub.app.ui.approvals.batch;

import dev.agenthub.api.RequestSummary;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.decide.ApproveGate;
import dev.agenthub.app.ui.approvals.decide.StepUp;
import dev.agenthub.app.ui.approvals.inbox.InboxViewModel;
import dev.agenthub.app.ui.approvals.inbox.RequestSelection;
import dev.agenthub.app.ui.approvals.pane.RequestViewModel;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.app.ui.approvals.request.ShownWhole;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.evidence.statement.Decision;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * Decides the selected requests with one reason: signs one statement for each and sends them one after the other.
 *
 * <p>A request can be approved only if its payload was shown whole with the hash it has now. Used on the window's thread only.
 */
public final class BatchViewModel {

    /** The steps of a batch. */
    public enum Stage {
        /** No batch is open. */
        CLOSED,
        /** The member chooses approve or deny, and writes the reason. */
        CHOOSE,
        /** One of the requests is shown in the pane. */
        READING,
        /** What will be signed is shown; once confirmed, it is signed and sent. */
        CONFIRM, SENDING,
        /** The result of each request is shown. */
        RESULT
    }

    private final InboxViewModel inbox;
    private final RequestSelection selection;
    private final ShownWhole shownWhole;
    private final StepUp stepUp;
    private final ApproveGate gate;
    private final ObservableList<BatchRow> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(Stage.CLOSED);
    private final StringProperty reason = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper();
    private final BatchSender sender;
    private Decision decision = Decision.DENY;
    private String given = "";

    public BatchViewModel(InboxViewModel inbox, RequestViewModel request, RequestDecisions decisions,
            ShownWhole shownWhole,
            StepUp stepUp, TaskRunner tasks) {
        this.inbox = inbox;
        this.selection = inbox.selection();
        this.shownWhole = shownWhole;
        this.stepUp = stepUp;
        this.gate = new ApproveGate(tasks);
        this.sender = new BatchSender(rows, decisions, shownWhole, stepUp, tasks,
                sent -> selection.takeOut(List.of(sent)), this::finish);
        selection.selected().subscribe(this::selectionChanged);
        inbox.chosen().subscribe(this::opened);
        request.unread().subscribe(_ -> judge());
        request.unseenFiles().subscribe(_ -> judge());
    }

    /** Opens the batch with the selected requests, or returns to it after one of them was read. */
    public void begin() {
        if ((stage.get() == Stage.CLOSED || stage.get() == Stage.READING) && !selection.selected().isEmpty()) {
            inbox.leave();
            changed.set(false);
            choose();
        }
    }

    /** Closes the batch; the requests stay selected. */
    public void close() {
        if (stage.get() == Stage.CHOOSE || stage.get() == Stage.READING) {
            stage.set(Stage.CLOSED);
            rows.clear();
        }
    }

    /** Shows the next request that was not shown whole in the pane. */
    public void showNext() {
        if (stage.get() == Stage.CHOOSE || stage.get() == Stage.READING) {
            next().ifPresent(row -> {
                stage.set(Stage.READING);
                inbox.choose(row.id());
            });
        }
    }

    /** Whether a request other than the one on show was not shown whole. */
    public boolean hasNext() {
        return next().isPresent();
    }

    private Optional<BatchRow> next() {
        UUID now = inbox.chosen().get();
        return rows.stream().filter(row -> !row.shownWhole() && !row.id().equals(now)).findFirst();
    }

    /** Removes the requests that were not shown whole from the selection. */
    public void leaveOutUnshown() {
        selection.takeOut(rows.stream().filter(row -> !row.shownWhole()).map(BatchRow::id).toList());
    }

    /** Moves on to the confirmation. */
    public void decide(Decision chosen) {
        boolean possible = switch (chosen) {
            case APPROVE -> unshown() == 0;
            case DENY -> true;
            case WITHDRAW, OVERRIDE -> throw new IllegalArgumentException(chosen.word());
        };
        if (stage.get() == Stage.CHOOSE && possible) {
            decision = chosen;
            given = reason.get().strip();
            changed.set(false);
            stage.set(Stage.CONFIRM);
            // Files were verified when they were shown, and what is approved here was shown whole.
            gate.setVerified(true);
            gate.setDecidable(true);
            gate.setRead(true);
            gate.setSearched(true);
        }
    }

    /** Returns from the confirmation to the choice, without signing. */
    public void back() {
        if (stage.get() == Stage.CONFIRM) {
            choose();
        }
    }

    /** Signs and sends one statement for each request. */
    public void confirm() {
        if (stage.get() == Stage.CONFIRM && gate.state().get() == ApproveGate.State.ARMED) {
            gate.reset();
            selection.setLocked(true);
            inbox.deciding(rows.stream().map(BatchRow::id).toList());
            sender.prepare(decision, given);
            stage.set(Stage.SENDING);
            sender.send();
        }
    }

    /** Stops after the request that is being sent. */
    public void stop() {
        if (stage.get() == Stage.SENDING) {
            sender.stop();
        }
    }

    /** Closes the result. If every decision was recorded, shows the next request; others stay selected while they can be decided. */
    public void done() {
        if (leaveResult()) {
            inbox.goOn();
        }
    }

    /** Whether all of it was taken. */
    private boolean leaveResult() {
        if (stage.get() != Stage.RESULT) {
            return false;
        }
        boolean all = rows.stream().allMatch(row -> row.state() == BatchRow.State.SENT);
        if (all) {
            reason.set("");
        }
        stage.set(Stage.CLOSED);
        rows.clear();
        return all;
    }

    private void choose() {
        gate.reset();
        rows.setAll(judged());
        stage.set(Stage.CHOOSE);
    }

    /** Looks again which of what is selected was shown whole. */
    private void judge() {
        if (stage.get() == Stage.CHOOSE || stage.get() == Stage.READING) {
            rows.setAll(judged());
        }
    }

    /** What is selected; what was not shown whole comes first. */
    private List<BatchRow> judged() {
        return selection.selected().stream()
                .map(one -> new BatchRow(one, shownWhole.amount(one.request(), one.payloadHash()),
                        shownWhole.has(one.request(), one.payloadHash()), BatchRow.State.OPEN,
                        null))
                .sorted(Comparator.comparing(BatchRow::shownWhole)).toList();
    }

    private void selectionChanged() {
        boolean confirming = stage.get() == Stage.CONFIRM;
        if (confirming && !isSelection()) {
            // What was to be confirmed is no longer what would be signed.
            changed.set(true);
            choose();
        }
        judge();
        if (selection.selected().isEmpty()) {
            close();
        }
    }

    /** Whether the rows are what is selected, with the same bytes. */
    private boolean isSelection() {
        record Bytes(UUID request, String hash) {
            static Set<Bytes> of(List<RequestSummary> requests) {
                return Set.copyOf(requests.stream().map(one -> new Bytes(one.request(), one.payloadHash())).toList());
            }
        }
        return Bytes.of(rows.stream().map(BatchRow::request).toList()).equals(Bytes.of(selection.selected()));
    }

    /** The member looks at a request by itself. */
    private void opened(@Nullable UUID request) {
        if (request == null) {
            return;
        }
        switch (stage.get()) {
            case CHOOSE, CONFIRM -> {
                gate.reset();
                stage.set(Stage.READING);
                judge();
            }
            case RESULT -> leaveResult();
            case CLOSED, READING, SENDING -> {}
        }
    }

    private void finish() {
        selection.setLocked(false);
        stage.set(Stage.RESULT);
        inbox.load();
    }

    /** The number of rows that were not shown whole. */
    public int unshown() {
        return (int) rows.stream().filter(row -> !row.shownWhole()).count();
    }

    public ReadOnlyObjectProperty<Stage> stage() {
        return stage.getReadOnlyProperty();
    }

    /** The requests of the batch, in the order in which their decisions are sent. */
    public ObservableList<BatchRow> rows() {
        return rows;
    }

    /** Locks the confirm button until it may be pressed. */
    public ApproveGate gate() {
        return gate;
    }

    /** The chosen decision, approve or deny. */
    public Decision decision() {
        return decision;
    }

    /** The reason as the member types it; part of each signed statement. */
    public StringProperty reason() {
        return reason;
    }

    /** The reason as it will be signed. */
    public String given() {
        return given;
    }

    /** Whether the selection or a hash changed before the member confirmed. */
    public ReadOnlyBooleanProperty changed() {
        return changed.getReadOnlyProperty();
    }

    /** Whether the batch stops after the request that is being sent. */
    public ReadOnlyBooleanProperty stopping() {
        return sender.stopping();
    }

    /** Asks for the member's passphrase if the policy requires a recent sign-in. */
    StepUp steppingUp() {
        return stepUp;
    }

    /** Why the batch ended early; null if it did not. */
    public ReadOnlyObjectProperty<@Nullable Failure> end() {
        return sender.end();
    }
}
