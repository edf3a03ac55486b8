package dev.agenthub.app.cli.online;

import dev.agenthub.api.Budget;
import dev.agenthub.api.BudgetPeriod;
import dev.agenthub.api.BudgetUse;
import dev.agenthub.api.NewBudget;
import dev.agenthub.api.Reservation;
import dev.agenthub.api.Settlement;
import dev.agenthub.api.SettlementOutcome;
import dev.agenthub.app.cli.ChangeReport;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.client.ChangeOutcome;
import dev.agenthub.app.text.HiddenCharacters;
import dev.agenthub.app.text.Moments;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agenthub budgets …}: shows and sets spending limits of connections. */
@Command(name = "budgets", mixinStandardHelpOptions = true, description = "Cap what agents spend, and see what they have spent.", footer = {
        "", "  agenthub budgets set --workspace \"Customer care\" --cap 1000.00 --currency EUR --per month",
        "  agenthub budgets set --workspace \"Customer care\" --connection Payments --cap 100 --currency EUR --per day",
        "  agenthub budgets remove BUDGET",
        "  agenthub budgets settle RESERVATION --not-spent --reason \"The service has no such refund\"", "",
        "A call whose cost does not fit into every budget that holds for it is not made. Periods begin at midnight UTC.",
        ChangeReport.EXIT_CODES})
final class BudgetsCommand implements Runnable {

    private final Terminal terminal;
    private final Passphrase passphrase;
    private final InstantSource clock = InstantSource.system();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    BudgetsCommand(Terminal terminal, Passphrase passphrase) {
        this.terminal = terminal;
        this.passphrase = passphrase;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: agenthub budgets list");
    }

    @Command(description = "All budgets, with what is used of them in the present period.", mixinStandardHelpOptions = true)
    int list(@Mixin MemberSession session) {
        return Output.printMarked(terminal, session.administering(passphrase, admin -> {
            LimitScopes scopes = LimitScopes.of(admin);
            return admin.budgets().stream().map(budget -> shown(budget, scopes)).collect(Collectors.joining());
        }));
    }

    @Command(description = "Cap what is spent in a workspace or through one connection; puts a cap in the place of the one before.", mixinStandardHelpOptions = true)
    int set(@Option(names = "--workspace", required = true, paramLabel = "NAME", description = "Whose agents spend it; a name or id.") String workspace,
            @Option(names = "--connection", paramLabel = "NAME", description = "Through which one; a name or id. All of the workspace together where it is not given.") @Nullable String connection,
            @Option(names = "--cap", required = true, paramLabel = "AMOUNT", description = "How much in each per, for example 1000.00.") String cap,
            @Option(names = "--currency", required = true, paramLabel = "CODE", description = "Three capital letters, for example EUR.") String currency,
            @Option(names = "--per", required = true, paramLabel = "PERIOD", description = "day or month.") BudgetPeriod per,
            @Mixin MemberSession session) {
        NewBudget checked = ConnectionsCommand.checked(() -> new NewBudget(workspace, null, per, currency, cap));
        return session.administering(passphrase, admin -> {
            ChangeOutcome<Budget> outcome = admin.setBudget(new NewBudget(checked.workspace(),
                    LimitScopes.connection(admin, connection), per, checked.currency(), checked.cap()));
            return new ChangeReport(terminal).of(outcome, budget -> shown(budget, LimitScopes.of(admin)));
        });
    }

    @Command(description = "Let a budget cap no more.", mixinStandardHelpOptions = true)
    int remove(@Parameters(paramLabel = "BUDGET") UUID budget, @Mixin MemberSession session) {
        return new ChangeReport(terminal).of(session.administering(passphrase, admin -> admin.removeBudget(budget)),
                removed -> "Removed " + removed.budget() + ".\n");
    }

    @Command(description = "What is reserved for runs of which nobody knows whether they had their effect.", mixinStandardHelpOptions = true)
    int unknown(@Mixin MemberSession session) {
        return Output.printMarked(terminal, session.administering(passphrase, admin -> {
            LimitScopes scopes = LimitScopes.of(admin);
            return admin.unknownReservations().stream().map(one -> shown(one, scopes)).collect(Collectors.joining());
        }));
    }

    @Command(description = "Say whether such a reservation was spent, once; the audit log keeps it.", mixinStandardHelpOptions = true)
    int settle(@Parameters(paramLabel = "RESERVATION") UUID reservation,
            @Option(names = "--spent", description = "The run had its effect, as the service shows.") boolean spent,
            @Option(names = "--not-spent", description = "It had none: the amount may be spent again.") boolean notSpent,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "How you know.") String reason,
            @Mixin MemberSession session) {
        if (spent == notSpent) {
            throw new ParameterException(spec.commandLine(), "Say either --spent or --not-spent.");
        }
        Settlement settlement = ConnectionsCommand.checked(
                () -> new Settlement(spent ? SettlementOutcome.SPENT : SettlementOutcome.NOT_SPENT, reason));
        return session.administering(passphrase, admin -> {
            return new ChangeReport(terminal).of(admin.settle(reservation, settlement), settled -> "Settled as "
                    + (spent ? "spent" : "not spent") + ":\n" + shown(settled, LimitScopes.of(admin)));
        });
    }

    private static String shown(Reservation one, LimitScopes scopes) {
        return one.reservation() + "  " + one.amount() + " " + one.currency() + "  "
                + scopes.words(one.workspace(), one.connector()) + "\n  " + HiddenCharacters.marked(one.title())
                + ", reserved since " + one.reservedAt() + "\n  request " + one.request() + "\n";
    }

    private String shown(Budget budget, LimitScopes scopes) {
        return budget.budget() + "  " + budget.cap() + " " + budget.currency() + " a " + budget.period() + "  "
                + scopes.words(budget.workspace(), budget.connector()) + "\n  " + use(budget, clock.instant()) + "\n";
    }

    /** The budget's use in the period that contains {@code now}. */
    static String use(Budget budget, Instant now) {
        LocalDate start = budget.period().start(now);
        String until = " until " + end(budget.period(), start);
        return budget.periods().stream().filter(use -> use.startsOn().equals(start)).findFirst()
                .map(use -> use(budget, use) + until).orElse("nothing used," + until);
    }

    /** The end of the period that begins on {@code start}. */
    static String end(BudgetPeriod period, LocalDate start) {
        return "the end of " + Moments.fullDay(period.last(start)) + " (UTC)";
    }

    private static String use(Budget budget, BudgetUse use) {
        BigDecimal unknown = new BigDecimal(use.unknown());
        BigDecimal reserved = new BigDecimal(use.reserved());
        BigDecimal left = new BigDecimal(budget.cap()).subtract(reserved).subtract(new BigDecimal(use.spent()));
        return use.spent() + " spent, " + reserved.subtract(unknown).toPlainString() + " reserved, " + use.unknown()
                + " unknown, " + left.max(BigDecimal.ZERO).toPlainString() + " left,";
    }
}
