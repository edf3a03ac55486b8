package dev.agenthub.app.cli.database;

import dev.agenthub.app.cli.Passphrase;
import dev.agenthub.app.cli.Questions;
import dev.agenthub.app.cli.Terminal;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Creates the commands for operators of an external PostgreSQL. */
public final class DatabaseCommands {
    private DatabaseCommands() {}

    /** Adds the commands to {@code agenthub}. */
    public static CommandLine addTo(CommandLine agenthub, Terminal terminal, DatabaseOperator operator,
            UnaryOperator<@Nullable String> environment, Questions questions) {
        return agenthub.addSubcommand(new MigrateCommand(terminal, operator, environment, questions))
                .addSubcommand(new DoctorCommand(terminal, operator, environment, questions))
                .addSubcommand(new RotateKeysCommand(terminal, operator, environment, questions))
                .addSubcommand(new RotateVaultCommand(terminal, operator))
                .setOut(agenthub.getOut());
    }

    /** Adds {@code agenthub setup}. */
    public static CommandLine addSetup(CommandLine agenthub, Terminal terminal, Passphrase passphrase,
            Questions questions, ServerSetup database) {
        return agenthub.addSubcommand(new SetupCommand(terminal, passphrase, questions, database));
    }

    /** Adds the commands for the organizations of a served database. */
    public static CommandLine addOrganizations(CommandLine agenthub, Terminal terminal,
            OrganizationOperator operator) {
        return agenthub.addSubcommand(new OrganizationsCommand(terminal, operator));
    }
}
