package dev.agenthub.app.cli.online;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.api.Budget;
import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.BudgetUse;
import dev.agenthub.app.cli.BackendWithAdmin;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code agenthub budgets} and {@code agenthub rates} as an administrator of a running backend. */
class LimitsCommandTest {
    @AutoClose
    private BackendWithAdmin gil;

    @BeforeEach
    void open(@TempDir Path folder) {
        gil = new BackendWithAdmin(folder);
    }

    @Test
    void setsListsAndRemovesLimits() {
        String all = gil.done("budgets", "set", "--workspace", "Customer care", "--cap", "1000", "--currency", "EUR",
                "--per", "month");
        assertThat(all).contains(
                "  1000.00 EUR a month  Customer care, all connections\n  nothing used, until the end of ",
                " (UTC)\n");
        String one = gil.done("budgets", "set", "--workspace", "Customer care", "--connection", "Sandbox", "--cap",
                "20.50",
                "--currency", "EUR", "--per", "day");
        assertThat(one).contains("  20.50 EUR a day  Customer care, through Sandbox\n");
        assertThat(gil.done("budgets", "list")).isEqualTo(all + one);
        String id = all.substring(0, 36);
        assertThat(gil.done("budgets", "remove", id)).isEqualTo("Removed " + id + ".\n");
        assertThat(gil.done("budgets", "list")).isEqualTo(one);

        String rate = gil.done("rates", "set", "--workspace", "Customer care", "--connection", "Sandbox", "--calls",
                "60",
                "--per", "minute");
        assertThat(rate).contains("  60 calls a minute  Customer care, through Sandbox\n  60 more now, ");
        assertThat(gil.done("rates", "list")).isEqualTo(rate);
        gil.done("rates", "remove", rate.substring(0, 36));
        assertThat(gil.done("rates", "list")).isEmpty();

        assertThat(gil.refused("budgets", "remove", id)).contains("[NOT_FOUND]");
        assertThat(gil.refused("rates", "remove", id)).contains("[NOT_FOUND]");
        assertThat(gil.refused("budgets", "set", "--workspace", "Elsewhere", "--cap", "1", "--currency", "EUR", "--per",
                "day")).contains("workspace: there is none", "[LIMIT_INVALID]");
        assertThat(
                gil.refused("budgets", "set", "--workspace", "Customer care", "--connection", "Nowhere", "--cap", "1",
                        "--currency", "EUR", "--per", "day"))
                .contains("[CONNECTION_UNKNOWN]");
        assertThat(gil.refused("budgets", "set", "--workspace", "Customer care", "--cap", "1e3", "--currency", "EUR",
                "--per", "day")).contains("cap is not a decimal number", "[USAGE]");
        assertThat(gil.refused("budgets", "set", "--workspace", "Customer care", "--cap", "1", "--currency", "EUR",
                "--per",
                "week")).contains("--per", "month", "[USAGE]");
        assertThat(gil.refused("rates", "set", "--workspace", "Customer care", "--calls", "0", "--per", "day"))
                .contains("calls is not between", "[USAGE]");

        assertThat(gil.done("budgets", "unknown")).isEmpty();
        assertThat(gil.refused("budgets", "settle", id, "--spent", "--reason", "It is in the log"))
                .contains("[NOT_FOUND]");
        assertThat(gil.refused("budgets", "settle", id, "--reason", "It is in the log"))
                .contains("either --spent or --not-spent", "[USAGE]");
        assertThat(gil.refused("budgets", "settle", id, "--not-spent", "--reason", " ")).contains("reason is blank",
                "[USAGE]");
    }

    @Test
    void tellsWhatIsUsedInThePresentPeriodOnly() {
        UUID id = new UUID(0, 1);
        Instant now = Instant.parse("2026-11-29T23:59:59Z");
        Budget budget = new Budget(id, id, null, BudgetPeriod.MONTH, "EUR", "20.00",
                List.of(new BudgetUse(LocalDate.of(2026, 11, 1), "20.00", "3.50", "2.50", "16.00"),
                        new BudgetUse(LocalDate.of(2026, 10, 1), "20.00", "0.00", "0.00", "20.00")));
        assertThat(BudgetsCommand.use(budget, now)).isEqualTo(
                "16.00 spent, 1.00 reserved, 2.50 unknown, 0.50 left, until the end of 30 November 2026 (UTC)");
        assertThat(BudgetsCommand.use(budget, Instant.parse("2028-02-01T00:00:00Z")))
                .isEqualTo("nothing used, until the end of 29 February 2028 (UTC)");
    }
}
