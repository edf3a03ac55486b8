package dev.agenthub.app.ui.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestTimeout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The failure shown instead of alerts, and its relation to the connection's notice. */
final class AlertsViewModelTest {
    private final TestBackend backend = new TestBackend();
    private final BackendClient client = new BackendClient(backend.uri());
    private final AlertsViewModel model = new AlertsViewModel(People.signIn(backend, client, "Ada Lind"),
            new ImmediateTasks());
    private volatile String said = "";

    @BeforeEach
    void listen() {
        model.failure().subscribe(words -> said = words);
    }

    @AfterEach
    void close() {
        model.stop();
        client.close();
        backend.close();
    }

    @Test
    void leavesItToTheNoticeAboveThatTheConnectionIsLost() {
        backend.close();
        model.start();
        TestTimeout.await("the notice to say it instead").until(() -> said.isEmpty());
        model.load();
        assertThat(said).isEmpty();
    }

    @Test
    void saysItselfWhatNoNoticeSays() {
        backend.close();
        model.load();
        assertThat(said).contains(BackendException.UNREACHABLE);
    }
}
