package dev.agenthub.app.cli.online;

import dev.agenthub.api.Alert;
import dev.agenthub.api.AlertFilter;
import dev.agenthub.api.CapAlert;
import dev.agenthub.api.OverrideAlert;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.text.HiddenCharacters;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code agenthub alerts …}: lists and acknowledges alerts about overrides and spending caps. */
@Command(name = "alerts", mixinStandardHelpOptions = true, description = "See who overrode missing approvals and which spending caps are reached, and acknowledge it.", footer = {
        "", "  agenthub alerts list", "  agenthub alerts acknowledge ALERT", "",
        "Each owner and admin acknowledges an alert for themselves.", "Exit code: 0 done, 2 not."})
final class AlertsCommand implements Runnable {
    private final Terminal terminal;
    private final Passphrase passphrase;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    AlertsCommand(Terminal terminal, Passphrase passphrase) {
        this.terminal = terminal;
        this.passphrase = passphrase;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: agenthub alerts list");
    }

    @Command(description = "The alerts that you have not acknowledged, or all.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--all", description = "Those that you have acknowledged too.") boolean all,
            @Mixin MemberSession session) {
        return Output.printMarked(terminal,
                session.administering(passphrase, admin -> admin.alerts(all ? AlertFilter.ALL : AlertFilter.OPEN))
                        .stream()
                        .map(AlertsCommand::shown).collect(Collectors.joining()));
    }

    @Command(description = "Record that you have seen an alert.", mixinStandardHelpOptions = true)
    int acknowledge(@Parameters(paramLabel = "ALERT") UUID alert, @Mixin MemberSession session) {
        return Output.printMarked(terminal,
                shown(session.administering(passphrase, admin -> admin.acknowledge(alert))));
    }

    private static String shown(Alert alert) {
        OverrideAlert override = alert.override();
        StringBuilder text = new StringBuilder().append(alert.alert()).append("  ")
                .append(alert.acknowledgedAt() == null ? "open" : "acknowledged " + alert.acknowledgedAt())
                .append("  ").append(override == null
                        ? told(Objects.requireNonNull(alert.cap()), alert.at())
                        : told(override, alert.at()));
        alert.acknowledgements().forEach(one -> text.append("  acknowledged by ").append(one.memberName())
                .append(" at ").append(one.acknowledgedAt()).append('\n'));
        return text.toString();
    }

    private static String told(OverrideAlert one, Instant at) {
        return one.title() + "  [" + one.askedBy() + "]\n  overridden by " + one.memberName() + " at " + at + ": "
                + HiddenCharacters.marked(one.reason()) + "\n  request " + one.request() + "  " + one.state() + "\n";
    }

    private static String told(CapAlert one, Instant at) {
        return one.percent() + " % of " + one.cap() + " " + one.currency() + " a " + one.period() + "  ["
                + one.workspaceName() + (one.connectorName() == null
                        ? ", all connections"
                        : ", through "
                                + one.connectorName())
                + "]\n  " + one.used() + " spent or reserved at " + at + ", until "
                + BudgetsCommand.end(one.period(), one.startsOn()) + "\n  budget " + one.budget() + "\n";
    }
}
