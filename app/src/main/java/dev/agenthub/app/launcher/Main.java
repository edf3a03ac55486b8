package dev.agenthub.app.launcher;

import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Questions;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.cli.database.DatabaseCommands;
import dev.agenthub.app.cli.database.DatabaseOperator;
import dev.agenthub.app.cli.database.OrganizationOperator;
import dev.agenthub.app.cli.database.ServerSetup;
import dev.agenthub.app.cli.offline.OfflineCommands;
import dev.agenthub.app.cli.online.OnlineCommands;
import dev.agenthub.app.platform.DataFolders;
import dev.agenthub.app.verification.KnownKeys;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code agenthub} command. Exit codes: 0 success, 1 the examined object was rejected,
 * 2 not done; failures have one line on standard error.
 */
@Command(name = "agenthub", mixinStandardHelpOptions = true, version = "agenthub 0.1.0", description = "People approve the exact bytes an agent wants to run, and nothing else runs.", subcommands = {
        DesktopCommand.class,
        ServeCommand.class})
public final class Main implements Runnable {
    private static final Set<String> VERSION = Set.of("-V", "--version");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        if (arguments.length == 0 || !arguments[0].equals("desktop")) {
            // Commands write English, whatever the machine's locale, because scripts read their output.
            Locale.setDefault(Locale.ENGLISH);
        }
        System.exit(run(arguments));
    }

    /** Runs one command and returns its exit code. */
    public static int run(String... arguments) {
        return run(Terminal.ofProcess(), arguments);
    }

    /** Runs one command that talks through this terminal and returns its exit code. */
    public static int run(Terminal terminal, String... arguments) {
        return run(terminal, System.getenv(), Questions.ofProcess(), arguments);
    }

    /** As above. Without an interactive terminal, secrets are read from this environment. */
    public static int run(Terminal terminal, Map<String, String> environment, Questions questions,
            String... arguments) {
        return run(terminal, environment, Passphrase.of(environment), questions, arguments);
    }

    /** As above, with another source of passphrases. */
    public static int run(Terminal terminal, Map<String, String> environment, Passphrase passphrase,
            Questions questions, String... arguments) {
        KnownKeys keys = new KnownKeys(DataFolders.of(null, false).resolve("pins"));
        CommandLine few = OfflineCommands.addTo(commands(terminal), terminal, keys);
        if (arguments.length > 0
                && (few.getSubcommands().containsKey(arguments[0]) || VERSION.contains(arguments[0]))) {
            // The most frequent commands are created without the others, to start faster.
            return few.execute(arguments);
        }
        CommandLine line = commands(terminal);
        OnlineCommands.addTo(line, terminal, passphrase, questions, ServedBackend::servedCertificate);
        OfflineCommands.addTo(line, terminal, keys);
        DatabaseOperator databases = EmbeddedBackend.databaseOperator();
        OrganizationOperator organizations = ServedBackend.organizationOperator();
        DatabaseCommands.addOrganizations(line, terminal, organizations);
        DatabaseCommands.addSetup(line, terminal, passphrase, questions,
                new ServerSetup(databases, organizations, environment::get));
        return DatabaseCommands.addTo(line, terminal, databases, environment::get, questions)
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do, for example: agenthub desktop");
    }

    private static CommandLine commands(Terminal terminal) {
        return new CommandLine(new Main()).setOut(writer(terminal.out())).setErr(writer(terminal.err()));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, stream.charset());
    }
}
