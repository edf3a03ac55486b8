package dev.agenthub.app.cli.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Alert;
import dev.agenthub.api.AlertFilter;
import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.CapAlert;
import dev.agenthub.api.Role;
import dev.agenthub.app.cli.CommandRun;
import dev.agenthub.app.cli.JoinedMember;
import dev.agenthub.app.testing.RealBackend;
import dev.agenthub.app.testing.TestBackend;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code agenthub alerts} as an administrator of a running backend. */
class AlertsCommandTest {
    private RealBackend backend;

    @TempDir
    private Path folder;

    @BeforeEach
    void open() {
        backend = new RealBackend(folder.resolve("own"));
        backend.letFinanceOverride();
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void listsAndAcknowledgesForWhoeverSignsIn() throws Exception {
        JoinedMember dan = JoinedMember.of(backend, folder, "Dan Osei", Role.ADMIN);
        UUID request = backend.submitTicket("Zip torn");
        backend.override(request, "It has to be\u001B[2J today.");

        CommandRun open = dan.run("alerts", "list");
        assertThat(open.exitCode()).as(open.err()).isZero();
        assertThat(open.out()).contains("  open  Ticket (normal): Zip torn", "overridden by Ada Lind",
                "It has to be‹U+001B›[2J today.", "request " + request).doesNotContain("\u001B");

        String alert = open.out().substring(0, 36);
        assertThat(dan.run("alerts", "acknowledge", alert).out()).contains(alert + "  acknowledged 20",
                "acknowledged by Dan Osei");
        assertThat(dan.run("alerts", "acknowledge", alert).exitCode()).as("again changes nothing").isZero();

        assertThat(dan.run("alerts", "list").out()).isEmpty();
        assertThat(dan.run("alerts", "list", "--all").out()).contains(alert + "  acknowledged 20");
        assertThat(backend.owner().client().administration().alerts(AlertFilter.OPEN)).hasSize(1);
        CommandRun unknown = dan.run("alerts", "acknowledge", UUID.randomUUID().toString());
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("[NOT_FOUND]");
    }

    @Test
    void listsAndAcknowledgesSpendingCaps() throws Exception {
        try (TestBackend plain = new TestBackend()) {
            JoinedMember gil = JoinedMember.of(plain, folder.resolve("data"), "Gil Amari");
            UUID id = UUID.randomUUID();
            plain.alerts.add(new Alert(id, Instant.EPOCH, null, new CapAlert(id, id, "Customer care", id, "Payments",
                    BudgetPeriod.MONTH, LocalDate.of(2028, 2, 1), 80, "EUR", "812.50", "1000.00"), null, List.of()));
            CommandRun listed = gil.run("alerts", "list");
            assertThat(listed.exitCode()).as(listed.err()).isZero();
            assertThat(listed.out()).isEqualTo(id
                    + "  open  80 % of 1000.00 EUR a month  [Customer care, through Payments]\n"
                    + "  812.50 spent or reserved at 1970-01-01T00:00:00Z, until the end of 29 February 2028 (UTC)\n"
                    + "  budget " + id + "\n");
            assertThat(gil.run("alerts", "acknowledge", id.toString()).exitCode()).isZero();
            assertThat(gil.run("alerts", "list").out()).isEmpty();
        }
    }
}
