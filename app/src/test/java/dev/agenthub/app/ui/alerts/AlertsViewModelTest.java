package dev.agenthub.app.ui.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Alert;
import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.CapAlert;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.client.BackendException;
import dev.agenthub.app.testing.ImmediateTasks;
import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestTimeout;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which alert is shown, when it can be acknowledged, and the failure shown instead of alerts. */
final class AlertsViewModelTest {
    private final TestBackend backend = new TestBackend();
    private final BackendClient client = new BackendClient(backend.uri());
    private final ImmediateTasks tasks = new ImmediateTasks();
    private final AlertsViewModel model = new AlertsViewModel(People.signIn(backend, client, "Ada Lind"), tasks);
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

    /** Adds an alert that is newer than those that are there. */
    private Alert tell() {
        UUID id = UUID.randomUUID();
        Alert alert = new Alert(id, Instant.now(), null, new CapAlert(id, id, "Customer care", null, null,
                BudgetPeriod.DAY, LocalDate.of(2026, 11, 1), 80, "EUR", "8.00", "10.00"), null, List.of());
        backend.alerts.addFirst(alert);
        return alert;
    }

    @Test
    void takesAnAlertAwayThatIsAcknowledgedOnAnotherDevice() {
        model.start();
        tell();
        backend.publish(ServerEvent.capReached());
        TestTimeout.await("the alert").until(() -> model.shown().get() != null);
        backend.alerts.clear();
        backend.publish(ServerEvent.acknowledged());
        TestTimeout.await("the alert to go").until(() -> model.shown().get() == null);
    }

    @Test
    void showsTheOldestAndGivesEachAMomentOfItsOwnBeforeItCanBeAcknowledged() {
        Alert older = tell();
        Alert newer = tell();
        model.load();
        assertThat(model.shown().get()).isEqualTo(older);
        model.acknowledge();
        assertThat(backend.alerts).as("nothing so early").containsExactly(newer, older);

        backend.alerts.remove(older);
        model.load();
        assertThat(model.shown().get()).isEqualTo(newer);
        assertThat(tasks.delayed()).as("the older one's moment does not serve the newer one").isOne();
        tasks.elapse();
        assertThat(model.ready().get()).isTrue();

        Alert last = tell();
        backend.alerts.remove(newer);
        model.load();
        assertThat(model.shown().get()).isEqualTo(last);
        assertThat(model.ready().get()).as("somebody else acknowledged the one before").isFalse();

        backend.alerts.clear();
        model.load();
        assertThat(tasks.delayed()).as("no moment without an alert").isZero();
    }

    @Test
    void keepsItsMomentWhileOthersArrive() {
        Alert older = tell();
        model.load();
        tasks.elapse();
        tell();
        model.load();
        assertThat(model.shown().get()).isEqualTo(older);
        assertThat(model.ready().get()).isTrue();
        assertThat(model.count().get()).isEqualTo(2);
    }
}
