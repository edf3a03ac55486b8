package dev.agenthub.app.ui.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Alert;
import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.CapAlert;
import dev.agenthub.api.ServerEvent;
import dev.agenthub.app.client.BackendClient;
import dev.agenthub.app.testing.People;
import dev.agenthub.app.testing.TestBackend;
import dev.agenthub.app.testing.TestServices;
import dev.agenthub.app.testing.Window;
import dev.agenthub.app.ui.common.FxTaskRunner;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts about spending caps as an administrator sees them. */
final class CapAlertTest {
    private final FxTaskRunner tasks = new FxTaskRunner();
    private final TestBackend backend = new TestBackend();
    private final BackendClient client = new BackendClient(backend.uri());
    private Window window;
    private AlertsBanner banner;
    /** The connections that were brought to the front; "null" for all of a workspace. */
    private final List<String> shown = new ArrayList<>();

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        window = new Window();
        var ada = People.signIn(backend, client, "Ada Lind");
        banner = window.onWindow(() -> new AlertsBanner(ada, TestServices.of(tasks, folder), _ -> {},
                connector -> shown.add(String.valueOf(connector))));
        window.show(banner.root());
        window.resize(1000, 700);
    }

    @AfterEach
    void close() {
        window.onWindow(() -> {
            banner.close();
            return true;
        });
        window.close();
        client.close();
        tasks.close();
        backend.close();
    }

    private void told(int percent, @Nullable String connection, BudgetPeriod period, String used) {
        UUID id = UUID.randomUUID();
        backend.alerts.addFirst(new Alert(id, Instant.now(), null, new CapAlert(id, id, "Customer care",
                connection == null ? null : id, connection, period, LocalDate.of(2026, 11, 1), percent, "EUR", used,
                "1000.00"), null, List.of()));
        backend.publish(ServerEvent.capReached());
    }

    @Test
    void saysWhichCapIsUsedHowFarAndUntilWhenAndLeavesOnceAcknowledged() {
        told(80, "Payments\u202E", BudgetPeriod.MONTH, "812.50");
        window.awaitText("alert-headline",
                "80 % of a spending cap is used: Payments‹U+202E›, a connection of Customer");
        assertThat(window.text("alert-what")).isEqualTo(
                "812.50 of 1000.00 EUR a month were spent or reserved; the cap holds until the end of 30 November 2026 (UTC)");
        assertThat(window.text("alert-show")).isEqualTo("Show the connection");
        window.click("alert-show");
        UUID connector = Objects.requireNonNull(Objects.requireNonNull(backend.alerts.getFirst().cap()).connector());
        window.await("the connection to be shown", () -> shown.equals(List.of(connector.toString())));
        assertThat(window.shows("alert-reason")).isFalse();
        assertThat(window.onWindow(() -> window.node("alert-headline").getAccessibleText())).startsWith("Alert. 80 %")
                .endsWith("(UTC)");
        assertThat(window.onWindow(() -> window.node("alert-acknowledge").getAccessibleText()))
                .contains("Payments", "812.50");
        window.frame();
        window.picture("46-alert-cap-1000x700");

        told(100, null, BudgetPeriod.DAY, "1000.00");
        window.awaitText("alert-count", "2 alerts");
        acknowledge();
        window.awaitText("alert-headline", "A spending cap is reached: all connections of Customer care");
        assertThat(window.text("alert-what")).contains("1000.00 of 1000.00 EUR a day", "the end of 1 November 2026");
        assertThat(window.text("alert-show")).isEqualTo("Show the connections");
        window.click("alert-show");
        window.await("all to be shown", () -> shown.size() == 2 && shown.getLast().equals("null"));
        acknowledge();
        window.await("the last to leave", () -> !window.shows("alert"));
    }

    private void acknowledge() {
        window.await("the alert to be ready", () -> !window.node("alert-acknowledge").isDisabled());
        window.click("alert-acknowledge");
    }
}
