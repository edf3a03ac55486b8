package dev.agenthub.app.ui.approvals.pane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestState;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.Session;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.ui.approvals.decide.ApproveGate;
import dev.agenthub.app.ui.approvals.drafts.Drafts;
import dev.agenthub.app.ui.approvals.request.OpenRequest;
import dev.agenthub.app.ui.approvals.request.RequestDecisions;
import dev.agenthub.app.ui.approvals.request.ShownWhole;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A decision that is under way when the connection breaks ends as recorded, or as not recorded in words. */
final class DecisionUnderWayTest {
    private final ImmediateTasks tasks = new ImmediateTasks();
    private final Drafts drafts = new Drafts();
    private TestBackend backend;
    private BackendClient client;
    private TestRequest refund;
    private RequestViewModel model;

    @BeforeEach
    void open() throws IOException {
        backend = new TestBackend();
        client = new BackendClient(backend.uri());
        Session ada = People.signIn(backend, client, "Ada Lind");
        refund = TestRequest.refund("480.00").addedTo(backend);
        model = new RequestViewModel(ada, tasks,
                new RequestDecisions(ada, InstantSource.system(), Duration.ofMillis(10)), new ShownWhole(),
                drafts);
    }

    @AfterEach
    void close() {
        client.close();
        backend.close();
    }

    @Test
    void sendsTheSameAgainWhereTheAnswerWasLost() {
        AtomicInteger attempts = new AtomicInteger();
        backend.whenDeciding = attempts::incrementAndGet;
        refund.lostAnswers = 5;
        model.open(refund.id);
        model.deny();

        assertThat(attempts).hasValue(6);
        assertThat(backend.decisions).hasSize(1);
        assertThat(model.failure().get()).isEmpty();
        assertThat(shown().detail().summary().state()).isEqualTo(RequestState.DENIED);
    }

    @ParameterizedTest
    @EnumSource(value = ErrorCode.class, names = {"SERVER_BUSY", "UNAVAILABLE", "DATABASE_STOPPED"})
    void sendsTheSameAgainToABackendThatDidNotGetToIt(ErrorCode busy) {
        AtomicInteger attempts = new AtomicInteger();
        backend.whenDeciding = () -> refund.refuses = attempts.getAndIncrement() < 2 ? busy : null;
        model.open(refund.id);
        model.deny();

        assertThat(attempts).hasValue(3);
        assertThat(backend.decisions).hasSize(1);
        assertThat(model.failure().get()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = ErrorCode.class, names = {"UNAUTHENTICATED", "KEY_REVOKED", "INTERNAL", "TOO_MANY_REQUESTS"})
    void doesNotTakeARefusalThatComesBeforeTheBackendLookedForAWordAboutTheFirstAttempt(ErrorCode early) {
        AtomicInteger attempts = new AtomicInteger();
        backend.whenDeciding = () -> {
            refund.silent = attempts.getAndIncrement() < 1;
            refund.refuses = early;
        };
        model.open(refund.id);
        model.deny();

        assertThat(attempts).hasValue(2);
        assertThat(model.failure().get()).contains(RequestDecisions.UNCONFIRMED);
    }

    @Test
    void saysThatADecisionWasNotRecordedWhereItDidNotArriveAndCameTooLate() {
        AtomicInteger attempts = new AtomicInteger();
        backend.whenDeciding = () -> {
            refund.silent = attempts.getAndIncrement() < 5;
            refund.refuses = ErrorCode.REQUEST_NOT_PENDING;
        };
        model.open(refund.id);
        model.deny();

        assertThat(attempts).hasValue(6);
        assertThat(backend.decisions).isEmpty();
        assertThat(model.failure().get()).contains("was not recorded.", "DECISION_NOT_RECORDED");
    }

    @ParameterizedTest
    @EnumSource(value = ErrorCode.class, names = {"SERVER_BUSY", "UNAVAILABLE", "DATABASE_STOPPED"})
    void saysThatADecisionWasNotSentWhereTheBackendFailedBefore(ErrorCode busy) {
        model.open(refund.id);
        refund.withholds = busy;
        model.reason().set("not ours");
        model.deny();

        assertThat(backend.decisions).isEmpty();
        assertThat(model.failure().get()).contains("neither sent nor recorded", "Try again", "DECISION_NOT_RECORDED");
        assertThat(model.reason().get()).isEqualTo("not ours");
        refund.withholds = null;
        model.deny();
        assertThat(backend.decisions).hasSize(1);
    }

    @Test
    void keepsWhatFailedOnceItWasLeft() {
        TestRequest other = TestRequest.refund("12.00").addedTo(backend);
        refund.refuses = ErrorCode.NOT_ELIGIBLE;
        backend.whenDeciding = () -> model.open(other.id);
        model.open(refund.id);
        model.reason().set("not ours");
        model.deny();

        assertThat(drafts.left()).singleElement()
                .matches(left -> left.id().equals(refund.id) && left.action().reason().equals("not ours")
                        && left.failure().code().equals("NOT_ELIGIBLE") && !left.isUnconfirmed());
        assertThat(shown().id()).isEqualTo(other.id);
        assertThat(model.failure().get()).as("of the one on show").isEmpty();
        model.open(refund.id);
        assertThat(model.reason().get()).isEqualTo("not ours");
    }

    @Test
    void locksNoOtherRequestOnceTheDecisionUnderWayHasEnded() {
        TestRequest other = TestRequest.refund("12.00").addedTo(backend);
        backend.whenDeciding = () -> model.open(other.id);
        model.open(refund.id);
        model.deny();
        model.unreadIs(0);
        tasks.elapse();
        assertThat(model.gate().state().get()).isEqualTo(ApproveGate.State.ARMED);
        assertThat(drafts.left()).isEmpty();
    }

    private OpenRequest shown() {
        return ((RequestContent.Open) model.content().get()).request();
    }
}
