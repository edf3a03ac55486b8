package dev.agenthub.app.ui.approvals.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Eligibility;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestState;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.batch.BatchOfThree;
import dev.agenthub.app.ui.approvals.pane.RequestContent;
import dev.agenthub.evidence.statement.Decision;
import org.junit.jupiter.api.Test;

/** Which request is on show after a decision. */
final class NextRequestTest extends BatchOfThree {

    private void deny(TestRequest one) {
        inbox.choose(one.id);
        request.deny();
        assertThat(backend.decisions.getLast().request()).isEqualTo(one.id);
    }

    @Test
    void showsTheNextThatWaitsForThisMember() {
        second.eligibility = Eligibility.no(ErrorCode.SELF_APPROVAL);
        inbox.load();
        deny(first);
        assertThat(inbox.chosen().get()).isEqualTo(third.id);
        assertThat(request.content().get()).isInstanceOf(RequestContent.Open.class);
        assertThat(inbox.wentOnTo().get()).isEqualTo(third.id);
    }

    @Test
    void goesBackFromTheLastToTheOneBefore() {
        deny(third);
        assertThat(inbox.chosen().get()).isEqualTo(second.id);
    }

    @Test
    void findsTheNextAlsoWhereTheRowHasLeftTheListBeforeTheAnswerCame() {
        inbox.choose(second.id);
        backend.whenDeciding = () -> {
            second.state = RequestState.EXECUTED;
            inbox.load();
            second.state = RequestState.PENDING;
        };
        request.deny();
        assertThat(inbox.chosen().get()).isEqualTo(third.id);
    }

    @Test
    void staysWhereNothingElseWaits() {
        first.state = RequestState.DENIED;
        second.state = RequestState.DENIED;
        inbox.load();
        deny(third);
        assertThat(inbox.chosen().get()).isEqualTo(third.id);
        assertThat(inbox.wentOnTo().get()).isNull();
    }

    @Test
    void leavesWhoMovedOnMeanwhileWhereTheyAre() {
        inbox.choose(first.id);
        tasks.hold();
        request.deny();
        inbox.choose(third.id);
        tasks.release();
        assertThat(backend.decisions).singleElement().matches(said -> said.request().equals(first.id));
        assertThat(inbox.chosen().get()).isEqualTo(third.id);
        assertThat(inbox.wentOnTo().get()).isNull();
    }

    @Test
    void jumpsNowhereWhenOthersDecide() {
        inbox.choose(first.id);
        first.state = RequestState.DENIED;
        inbox.load();
        assertThat(inbox.rows()).hasSize(2);
        assertThat(inbox.chosen().get()).isEqualTo(first.id);
    }

    @Test
    void staysWhereTheDecisionWasNotTaken() {
        first.refuses = ErrorCode.STEP_UP_REQUIRED;
        inbox.choose(first.id);
        request.deny();
        assertThat(inbox.chosen().get()).isEqualTo(first.id);
    }

    @Test
    void goesOnBehindWhatWasDecidedTogether() {
        TestRequest fourth = request("4.00");
        inbox.load();
        inbox.selection().toggle(first.id);
        assertThat(selected()).containsExactly(second.id, third.id);
        confirm(Decision.DENY);
        assertThat(inbox.chosen().get()).isNull();
        model.done();
        assertThat(inbox.chosen().get()).isEqualTo(fourth.id);
    }

    @Test
    void showsNothingByItselfWhileSomeOfWhatWasDecidedTogetherWasNotTaken() {
        request("4.00");
        inbox.load();
        third.refuses = ErrorCode.REASON_REQUIRED;
        confirm(Decision.DENY);
        model.done();
        assertThat(selected()).containsExactly(third.id);
        assertThat(inbox.chosen().get()).isNull();
    }
}
