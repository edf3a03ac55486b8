package dev.agenthub.app.ui.approvals.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.client.EventListener.Link;
import dev.agenthub.app.testing.TestTimeout;
import dev.agenthub.app.ui.approvals.batch.BatchOfThree;
import org.junit.jupiter.api.Test;

/** What the inbox says of a list that does not come, beside what stands above every screen. */
final class InboxConnectionTest extends BatchOfThree {
    private volatile String said = "";

    @Test
    void leavesItToTheNoticeAboveThatTheConnectionIsLost() {
        inbox.failure().subscribe(wording -> said = wording);
        inbox.start();
        TestTimeout.await("the stream").until(() -> inbox.link().get() == Link.LIVE);
        backend.close();
        TestTimeout.await("its end to be known").until(() -> inbox.link().get() == Link.LOST);
        inbox.load();
        assertThat(said).isEmpty();
        inbox.stop();
    }

    @Test
    void saysItselfWhatNoNoticeSays() {
        inbox.failure().subscribe(wording -> said = wording);
        backend.close();
        inbox.load();
        assertThat(said).contains(BackendException.UNREACHABLE);
    }
}
