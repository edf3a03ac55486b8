package dev.agenthub.app.ui.approvals.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.batch.BatchRow.State;
import dev.agenthub.app.ui.approvals.decide.StepUp;
import dev.agenthub.app.ui.approvals.request.ExactPayload;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sending of a batch by itself: which row is next, what is told of each, and when it ends. */
final class BatchSenderTest extends BatchOfThree {
    private final ObservableList<BatchRow> rows = FXCollections.observableArrayList();
    private final List<UUID> taken = new ArrayList<>();
    private int ends;
    private BatchSender sender;

    @BeforeEach
    void prepare() {
        sender = new BatchSender(rows, new RequestDecisions(ada, InstantSource.system()), shownWhole,
                new StepUp(ada, tasks), tasks, taken::add, () -> ends++);
        inbox.selection().selected()
                .forEach(request -> rows.add(new BatchRow(request, null, false, State.OPEN, null)));
    }

    private List<State> states() {
        return rows.stream().map(BatchRow::state).toList();
    }

    private UUID id(int row) {
        return rows.get(row).id();
    }

    @Test
    void sendsThePreparedDecisionOfEachRowInOrderAndEndsOnce() {
        sender.prepare(Decision.DENY, "Not ours");
        assertThat(states()).containsOnly(State.WAITING);
        assertThat(backend.decisions).isEmpty();
        sender.send();
        assertThat(states()).containsOnly(State.SENT);
        assertThat(taken).containsExactly(id(0), id(1), id(2));
        assertThat(backend.decisions).extracting(DecisionStatement::request).isEqualTo(taken);
        assertThat(backend.decisions).extracting(DecisionStatement::decision).containsOnly(Decision.DENY);
        assertThat(backend.decisions).extracting(DecisionStatement::reason).containsOnly("Not ours");
        assertThat(ends).isEqualTo(1);
        assertThat(sender.end().get()).isNull();
    }

    @Test
    void endsAfterTheRowUnderWayWhereItIsStopped() {
        sender.prepare(Decision.DENY, "");
        tasks.hold();
        sender.send();
        assertThat(states()).containsExactly(State.SIGNING, State.WAITING, State.WAITING);
        tasks.releaseOne();
        assertThat(states()).containsExactly(State.SENDING, State.WAITING, State.WAITING);
        sender.stop();
        assertThat(sender.stopping().get()).isTrue();
        assertThat(ends).as("one is under way").isZero();
        tasks.release();
        assertThat(states()).containsExactly(State.SENT, State.UNSENT, State.UNSENT);
        assertThat(taken).containsExactly(id(0));
        assertThat(ends).isEqualTo(1);

        sender.prepare(Decision.DENY, "");
        assertThat(sender.stopping().get()).as("only this time").isFalse();
    }

    @Test
    void signsNoApprovalOfWhatWasNotShownWhole() {
        showWhole(first, third);
        sender.prepare(Decision.APPROVE, "");
        sender.send();
        assertThat(states()).containsExactly(State.SENT, State.REFUSED, State.SENT);
        assertThat(Objects.requireNonNull(rows.get(1).failure()).code()).isEqualTo(ExactPayload.DIFFERS);
        assertThat(taken).containsExactly(first.id, third.id);
        assertThat(backend.decisions).hasSize(2);
        assertThat(ends).isEqualTo(1);
    }

    @Test
    void forgetsThatAPayloadWasShownWhereItsBytesAreOthersNow() {
        showWhole(first, second, third);
        assertThat(whole(second)).isTrue();
        second.payload = request("9.00").payload;
        sender.prepare(Decision.APPROVE, "");
        sender.send();
        assertThat(states()).containsExactly(State.SENT, State.REFUSED, State.SENT);
        assertThat(whole(second)).isFalse();
        assertThat(whole(first)).isTrue();
    }

    private boolean whole(TestRequest request) {
        return shownWhole.has(request.id, rows.stream().filter(row -> row.id().equals(request.id)).findFirst()
                .orElseThrow().request().payloadHash());
    }

    @Test
    void saysWhyItEndedEarlyUntilTheNextTime() {
        first.refuses = ErrorCode.KEY_REVOKED;
        sender.prepare(Decision.DENY, "");
        sender.send();
        assertThat(states()).containsExactly(State.REFUSED, State.UNSENT, State.UNSENT);
        assertThat(Objects.requireNonNull(sender.end().get()).code()).isEqualTo(ErrorCode.KEY_REVOKED.name());
        assertThat(taken).isEmpty();
        assertThat(ends).isEqualTo(1);

        first.refuses = null;
        sender.prepare(Decision.DENY, "");
        assertThat(sender.end().get()).isNull();
        sender.send();
        assertThat(states()).containsOnly(State.SENT);
        assertThat(ends).isEqualTo(2);
    }
}
