package dev.agenthub.app.ui.approvals.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestState;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.text.Failure;
import dev.agenthub.app.ui.approvals.batch.BatchRow.State;
import dev.agenthub.app.ui.approvals.batch.BatchViewModel.Stage;
import dev.agenthub.evidence.statement.Decision;
import dev.agenthub.evidence.statement.DecisionStatement;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of the statements of several requests once they were confirmed: sent one after the other, each once. */
final class BatchSendingTest extends BatchOfThree {
    @Test
    void sendsTheOthersWhereAnotherMemberDecidedOneUnheard() {
        showWhole(first, second, third);
        second.state = RequestState.DENIED;
        confirm(Decision.APPROVE);
        assertThat(model.rows()).extracting(BatchRow::state).containsExactly(State.SENT, State.REFUSED, State.SENT);
        assertThat(failure(second).code()).isEqualTo(ErrorCode.REQUEST_NOT_PENDING.name());
        assertThat(model.end().get()).isNull();
        assertThat(selected()).as("it waits no longer").isEmpty();
    }

    private Failure failure(TestRequest about) {
        return Objects.requireNonNull(row(about).failure());
    }

    @Test
    void keepsARefusedOneSelectedAndSendsTheOthers() {
        showWhole(first, second, third);
        first.refuses = ErrorCode.REASON_REQUIRED;
        confirm(Decision.APPROVE);
        assertThat(backend.decisions).extracting(DecisionStatement::request).containsExactly(second.id, third.id);
        assertThat(wording.outcome(row(first), Decision.APPROVE)).contains("The policy asks for a reason",
                "[REASON_REQUIRED]");
        assertThat(wording.lead(model)).isEqualTo("2 of 3 approved. 1 refused.");
        model.done();
        assertThat(selected()).containsExactly(first.id);
        assertThat(inbox.selection().locked().get()).as("others can be selected again").isFalse();

        first.refuses = null;
        model.reason().set("Photos checked");
        confirm(Decision.APPROVE);
        assertThat(backend.decisions).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(value = ErrorCode.class, names = {"STEP_UP_REQUIRED", "UNAUTHENTICATED", "UNAVAILABLE", "KEY_REVOKED"})
    void endsWhereTheNextOneWouldFareNoBetter(ErrorCode code) {
        second.refuses = code;
        confirm(Decision.DENY);
        assertThat(model.rows()).extracting(BatchRow::state).containsExactly(State.SENT, State.REFUSED, State.UNSENT);
        assertThat(wording.end(model.end().get())).startsWith("It ended early: ").contains(code.name());
        assertThat(wording.lead(model)).isEqualTo("1 of 3 denied. 1 refused. 1 not sent.");
        assertThat(backend.decisions).hasSize(1);
        model.done();
        assertThat(selected()).containsExactly(second.id, third.id);
    }

    @Test
    void saysOfWhatGotNoAnswerThatNobodyKnows() {
        second.silent = true;
        confirm(Decision.DENY);
        assertThat(model.rows()).extracting(BatchRow::state).containsExactly(State.SENT, State.UNCONFIRMED,
                State.UNSENT);
        assertThat(failure(second).code()).isEqualTo(BackendException.UNREACHABLE);
        assertThat(wording.lead(model)).isEqualTo("1 of 3 denied. 1 not confirmed. 1 not sent.");
        assertThat(model.end().get()).isNotNull();
    }

    @Test
    void sendsNothingToABackendThatIsGone() {
        model.begin();
        model.decide(Decision.DENY);
        tasks.elapse();
        backend.close();
        model.confirm();
        assertThat(model.stage().get()).isEqualTo(Stage.RESULT);
        assertThat(model.rows()).extracting(BatchRow::state).containsOnly(State.UNSENT);
        assertThat(failure(first).code()).isEqualTo(BackendException.UNREACHABLE);
        assertThat(row(second).failure()).isNull();
    }

    @Test
    void signsNothingMoreOnceTheKeyIsLockedBySigningOut() {
        model.begin();
        model.decide(Decision.DENY);
        tasks.elapse();
        ada.signer().close();
        model.confirm();
        assertThat(model.rows()).extracting(BatchRow::state).containsOnly(State.UNSENT);
        assertThat(failure(first).code()).isEqualTo("KEY_LOCKED");
        assertThat(backend.decisions).isEmpty();
    }

    @Test
    void sendsEachOnceHoweverOftenItIsConfirmed() {
        // Of approvals the backend of this test takes a second one too.
        showWhole(first, second, third);
        confirmHeld();
        model.confirm();
        model.begin();
        model.decide(Decision.APPROVE);
        inbox.selection().clear();
        assertThat(model.stage().get()).isEqualTo(Stage.SENDING);
        assertThat(selected()).as("nothing leaves it meanwhile").hasSize(3);
        assertThat(wording.lead(model)).isEqualTo("Signing and sending 1 of 3…");
        tasks.elapse();
        model.confirm();
        tasks.release();
        assertThat(backend.decisions).extracting(DecisionStatement::request).containsExactly(first.id, second.id,
                third.id);
        tasks.elapse();
        model.confirm();
        assertThat(backend.decisions).hasSize(3);
    }

    @Test
    void stopsAfterTheOneUnderWay() {
        model.begin();
        model.decide(Decision.DENY);
        tasks.elapse();
        tasks.hold();
        model.confirm();
        model.stop();
        assertThat(wording.lead(model)).isEqualTo("Stopping after 1 of 3…");
        tasks.release();
        assertThat(model.rows()).extracting(BatchRow::state).containsExactly(State.SENT, State.UNSENT, State.UNSENT);
        assertThat(backend.decisions).hasSize(1);
        model.done();
        assertThat(selected()).containsExactly(second.id, third.id);
    }
}
