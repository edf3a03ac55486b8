package dev.agenthub.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.AlertFilter;
import dev.agenthub.api.Role;
import dev.agenthub.app.testing.RealBackend;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code agenthub alerts}, by an admin of a running backend. */
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
}
