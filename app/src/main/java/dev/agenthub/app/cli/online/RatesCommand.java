package dev.agenthub.app.cli.online;

import dev.agenthub.api.NewRate;
import dev.agenthub.api.Rate;
import dev.agenthub.api.RatePeriod;
import dev.agenthub.api.RateUse;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Terminal;
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

/** {@code agenthub rates …}: shows and sets rate limits of connections. */
@Command(name = "rates", mixinStandardHelpOptions = true, description = "Limit how often agents call connections, and see how often they have.", footer = {
        "", "  agenthub rates set --workspace \"Customer care\" --calls 500 --per hour",
        "  agenthub rates set --workspace \"Customer care\" --connection Payments --calls 60 --per minute",
        "  agenthub rates remove RATE", "", "Exit code: 0 done, 2 not."})
final class RatesCommand implements Runnable {
    private final Terminal terminal;
    private final Passphrase passphrase;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RatesCommand(Terminal terminal, Passphrase passphrase) {
        this.terminal = terminal;
        this.passphrase = passphrase;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: agenthub rates list");
    }

    @Command(description = "All rates, with the calls that would be let through now.", mixinStandardHelpOptions = true)
    int list(@Mixin MemberSession session) {
        return Output.printMarked(terminal, session.administering(passphrase, admin -> {
            LimitScopes scopes = LimitScopes.of(admin);
            return admin.rates().stream().map(rate -> shown(rate, scopes)).collect(Collectors.joining());
        }));
    }

    @Command(description = "Limit the calls of a workspace or of one connection; puts a rate in the place of the one before.", mixinStandardHelpOptions = true)
    int set(@Option(names = "--workspace", required = true, paramLabel = "NAME", description = "Whose agents call; a name or id.") String workspace,
            @Option(names = "--connection", paramLabel = "NAME", description = "Which one is called; a name or id. All of the workspace together where it is not given.") @Nullable String connection,
            @Option(names = "--calls", required = true, paramLabel = "NUMBER", description = "So many at once, and in each period on average.") long calls,
            @Option(names = "--per", required = true, paramLabel = "PERIOD", description = "second, minute, hour or day.") RatePeriod per,
            @Mixin MemberSession session) {
        NewRate checked = ConnectionsCommand.checked(() -> new NewRate(workspace, null, calls, per));
        return Output.printMarked(terminal, session.administering(passphrase, admin -> {
            NewRate rate = new NewRate(checked.workspace(), LimitScopes.connection(admin, connection), checked.calls(),
                    per);
            return shown(admin.setRate(rate), LimitScopes.of(admin));
        }));
    }

    @Command(description = "Let a rate limit no more.", mixinStandardHelpOptions = true)
    int remove(@Parameters(paramLabel = "RATE") UUID rate, @Mixin MemberSession session) {
        session.administering(passphrase, admin -> {
            admin.removeRate(rate);
            return rate;
        });
        return Output.printMarked(terminal, "Removed " + rate + ".\n");
    }

    private static String shown(Rate rate, LimitScopes scopes) {
        return rate.rate() + "  " + rate.calls() + " calls a " + rate.per() + "  "
                + scopes.words(rate.workspace(), rate.connector()) + "\n  " + rate.available() + " more now, "
                + rate.hours().stream().mapToLong(RateUse::calls).sum() + " made within 48 hours\n";
    }
}
