package dev.agenthub.app.cli.online;

import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Questions;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.cli.offline.KeysCommand;
import dev.agenthub.app.platform.SystemBrowser;
import picocli.CommandLine;

/** Creates the commands that sign a member in at a running backend. */
public final class OnlineCommands {
    private OnlineCommands() {}

    /** Adds the commands to {@code agenthub}. */
    public static CommandLine addTo(CommandLine agenthub, Terminal terminal, Passphrase passphrase,
            Questions questions, ServedCertificates served) {
        return agenthub.addSubcommand(new ExportCommand(terminal, passphrase))
                .addSubcommand(new CertificateCommand(terminal, served))
                .addSubcommand(new AgentsCommand(terminal, passphrase))
                .addSubcommand(new AlertsCommand(terminal, passphrase))
                .addSubcommand(new BudgetsCommand(terminal, passphrase))
                .addSubcommand(new ConnectionsCommand(terminal, passphrase, new SystemBrowser()))
                .addSubcommand(new DelegationsCommand(terminal, passphrase))
                .addSubcommand(new GovernanceCommand(terminal, passphrase))
                .addSubcommand(new JoinCommand(terminal, passphrase))
                .addSubcommand(new KeysCommand(terminal, passphrase))
                .addSubcommand(new MembersCommand(terminal, passphrase))
                .addSubcommand(new PolicyCommand(terminal, passphrase))
                .addSubcommand(new RatesCommand(terminal, passphrase))
                .addSubcommand(new RequestsCommand(terminal, passphrase, questions));
    }
}
