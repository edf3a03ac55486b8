package dev.agenthub.app.ui.approvals.sent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.api.RequestState;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.testing.SettableClock;
import dev.agenthub.app.testing.TestRequest;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.app.ui.approvals.InboxTest;
import dev.agenthub.app.ui.common.AppServices;
import dev.agenthub.app.ui.common.TaskRunner;
import dev.agenthub.evidence.statement.Decision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a decision whose request is no longer on show stands above the inbox, in a real window. */
final class LeftDecisionTest extends InboxTest {
    private final CountDownLatch deciding = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);
    /** A minute and a little. */
    private static final Duration AN_END_OF_TRYING = Duration.ofSeconds(61);

    private final SettableClock clock = new SettableClock();
    private final TestRequest refund;
    private final TestRequest other;

    LeftDecisionTest() {
        clock.move(Duration.between(clock.instant(), Instant.now()));
        refund = TestRequest.refund("480.00").addedTo(backend);
        refund.title = "Refund \u202e480.00";
        other = TestRequest.refund("12.00").addedTo(backend);
        other.title = "Refund 12.00";
        backend.whenDeciding = () -> {
            deciding.countDown();
            await(left);
        };
    }

    @Override
    protected AppServices services(TaskRunner tasks) {
        AppServices plain = super.services(tasks);
        return new AppServices(tasks, plain.files(), plain.browser(), folder, clock, plain.zone(), plain.textSize());
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(TestTimeout.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UncheckedIOException(new IOException("Nobody came"));
            }
        } catch (InterruptedException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }

    @AfterEach
    void letGo() {
        left.countDown();
    }

    /** The answer to the denial comes when another request is on show. */
    private void denyAndLeave() {
        show(refund);
        window.type("request-reason", "not ours");
        window.click("request-deny");
        await(deciding);
        show(other);
        left.countDown();
    }

    private void show(TestRequest one) {
        inbox.showRequest(one.id);
        window.awaitText("request-title", one == other ? "12.00" : "480.00");
        window.awaitShown("request-same-here");
    }

    @Test
    void saysWhatWasNotRecordedAndSendsTheSameAgain() {
        refund.refuses = ErrorCode.TOO_MANY_REQUESTS;
        denyAndLeave();

        window.awaitText("left-outcome", "Your denial was not recorded");
        assertThat(window.text("left-title")).contains("U+202E", "480.00");
        assertThat(window.text("left-why")).contains("TOO_MANY_REQUESTS");
        assertThat(window.text("request-title")).as("the one on show stays").contains("12.00");
        window.awaitShown("left-repeat");
        window.picture("17-decision-not-recorded");
        assertThat(backend.decisions).isEmpty();

        refund.refuses = null;
        window.click("left-repeat");
        window.await("the line to leave", () -> !window.shows("left"));
        assertThat(backend.decisions).singleElement().matches(said -> said.request().equals(refund.id)
                && said.decision() == Decision.DENY && said.reason().equals("not ours"));
        window.awaitText("decided-outcome", "Denied");
    }

    @Test
    void offersNothingThatTheRequestNoLongerTakesAndStaysUntilItWasRead() {
        refund.refuses = ErrorCode.REQUEST_NOT_PENDING;
        denyAndLeave();
        window.awaitShown("left-repeat");
        refund.state = RequestState.EXPIRED;
        backend.publish(ServerEvent.changed(refund.id, RequestState.EXPIRED));
        window.await("no way to repeat it", () -> !window.shows("left-repeat"));
        assertThat(window.shows("left")).isTrue();

        window.click("left-open");
        window.awaitText("request-title", "480.00");
        assertThat(window.shows("left")).isFalse();
    }

    @Test
    void isDoneWithOnceTheRequestWasDecidedAnew() {
        refund.refuses = ErrorCode.TOO_MANY_REQUESTS;
        denyAndLeave();
        window.awaitShown("left-repeat");
        refund.refuses = null;
        backend.whenDeciding = () -> {};
        show(refund);
        window.click("request-deny");
        window.await("it to be done with", () -> !window.shows("left"));
        assertThat(backend.decisions).hasSize(1);
    }

    @Test
    void findsThatItWasRecordedThoughNoAnswerCame() {
        refund.lostAnswers = Integer.MAX_VALUE;
        denyAndLeave();
        window.await("it to be recorded", () -> !backend.decisions.isEmpty());
        clock.move(AN_END_OF_TRYING);
        window.awaitText("decided-outcome", "Denied");
        assertThat(window.shows("left")).isFalse();
    }

    @Test
    void showsOneAfterTheOther() {
        refund.refuses = ErrorCode.TOO_MANY_REQUESTS;
        other.refuses = ErrorCode.NOT_ELIGIBLE;
        denyAndLeave();
        window.awaitShown("left-repeat");
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        backend.whenDeciding = () -> {
            second.countDown();
            await(gone);
        };
        window.click("request-deny");
        await(second);
        show(refund);
        gone.countDown();
        window.awaitText("left-outcome", "1 more after this one");
        window.click("left-dismiss");
        window.awaitText("left-title", "12.00");
        window.awaitText("left-why", "NOT_ELIGIBLE");
        window.click("left-dismiss");
        window.await("the line to leave", () -> !window.shows("left"));
    }

    @Test
    void saysSoAlsoToWhoComesBackAfterTheDesktopWasLocked() throws Exception {
        refund.refuses = ErrorCode.TOO_MANY_REQUESTS;
        show(refund);
        window.click("request-deny");
        await(deciding);
        inbox.comeBack();
        left.countDown();
        window.awaitText("left-outcome", "Your denial was not recorded");
    }

    @Test
    void saysSoWhereTheBackendDiedMeanwhile() {
        refund.silent = true;
        denyAndLeave();
        backend.close();
        clock.move(AN_END_OF_TRYING);
        window.awaitText("left-outcome", "Whether your denial was recorded is not known");
        window.picture("17-decision-unconfirmed");
        assertThat(window.shows("left-repeat")).as("nobody can tell whether it still waits").isFalse();
    }
}
