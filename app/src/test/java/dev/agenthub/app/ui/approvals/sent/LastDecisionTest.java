package dev.agenthub.app.ui.approvals.sent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ApprovalTerms;
import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestState;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.text.Moments;
import dev.agenthub.app.ui.approvals.batch.BatchOfThree;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.app.ui.approvals.request.RequestText;
import dev.agenthub.evidence.statement.Decision;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of the request that was decided last, and taking the approval of it back. */
final class LastDecisionTest extends BatchOfThree {
    private final RequestText sentences = new RequestText(
            new Moments(InstantSource.system(), ZoneOffset.UTC));
    private LastDecision last;

    @BeforeEach
    void listen() {
        last = new LastDecision(ada, inbox, new RequestDecisions(ada, InstantSource.system()), shownWhole, tasks);
    }

    private void approve(TestRequest one) {
        inbox.choose(one.id);
        request.unreadIs(0);
        tasks.elapse();
        request.approve();
        assertThat(backend.decisions.getLast().request()).isEqualTo(one.id);
    }

    private String said() {
        return sentences.decided(Objects.requireNonNull(last.request().get()));
    }

    private static ApprovalTerms heldUntil(Instant until) {
        return new ApprovalTerms(false, false, 600, List.of(), List.of(), null, List.of(), List.of(), until, null);
    }

    @Test
    void takesBackWhatWaitsForOthers() {
        approve(first);
        assertThat(inbox.chosen().get()).isEqualTo(second.id);
        assertThat(last.undoable()).isTrue();
        assertThat(said()).isEqualTo("It waits for one more approval:");

        last.undo();

        assertThat(backend.decisions).last().matches(
                said -> said.request().equals(first.id) && said.decision() == Decision.WITHDRAW);
        assertThat(last.undoable()).isFalse();
        assertThat(last.failure().get()).isEmpty();
        assertThat(inbox.chosen().get()).as("the one on show stays").isEqualTo(second.id);
    }

    @Test
    void takesBackWhatIsHeldAndNothingThatRuns() {
        backend.whenDeciding = () -> first.terms = heldUntil(Instant.parse("2026-11-29T12:03:00Z"));
        approve(first);
        first.state = RequestState.APPROVED;
        inbox.heard(first.id);
        assertThat(said()).startsWith("Approved. It is held, and runs after");
        assertThat(last.undoable()).isTrue();

        first.terms = ApprovalTerms.NONE;
        first.state = RequestState.EXECUTING;
        inbox.heard(first.id);
        assertThat(said()).isEqualTo("Running…");
        assertThat(last.undoable()).isFalse();
        int before = backend.decisions.size();
        last.undo();
        assertThat(backend.decisions).hasSize(before);
    }

    @Test
    void saysWhyItCouldNotBeTakenBack() {
        approve(first);
        first.refuses = ErrorCode.REQUEST_NOT_PENDING;
        last.undo();
        assertThat(last.failure().get()).contains("REQUEST_NOT_PENDING");
        assertThat(last.busy().get()).isFalse();
    }

    @Test
    void offersNoWayBackFromADenial() {
        inbox.choose(first.id);
        request.deny();
        assertThat(said()).startsWith("Denied.");
        assertThat(last.undoable()).isFalse();
    }

    @Test
    void saysNothingOfWhatIsOnShow() {
        approve(first);
        last.show();
        assertThat(inbox.chosen().get()).isEqualTo(first.id);
        assertThat(last.request().get()).isNull();
        second.state = RequestState.DENIED;
        inbox.load();
        approve(third);
        assertThat(inbox.chosen().get()).as("nothing else waits").isEqualTo(third.id);
        assertThat(last.request().get()).isNull();
    }

    @Test
    void forgetsWhatWasPutAsideAlsoWhenItChangesLater() {
        approve(first);
        tasks.hold();
        inbox.heard(first.id);
        last.dismiss();
        tasks.release();
        assertThat(last.request().get()).isNull();
    }
}
