package dev.agenthub.app.ui.approvals.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.RequestState;
import dev.agenthub.app.ui.approvals.batch.BatchOfThree;
import org.junit.jupiter.api.Test;

/** The row of the request on show, before the list is loaded again, for which it waits until the backend tells everybody. */
class InboxRowTest extends BatchOfThree {

    @Test
    void saysAtOnceWhatTheBackendAnsweredToADecision() {
        inbox.choose(second.id);
        request.deny();
        assertThat(inbox.rows()).extracting(row -> row.state()).containsExactly(RequestState.PENDING,
                RequestState.DENIED, RequestState.PENDING);
    }

    @Test
    void saysWhatThePaneLearnsWhileTheListIsStillBeingLoaded() {
        inbox.choose(second.id);
        second.state = RequestState.EXECUTED;
        request.changed(second.id);
        assertThat(inbox.rows()).extracting(row -> row.state()).containsExactly(RequestState.PENDING,
                RequestState.EXECUTED, RequestState.PENDING);
    }
}
