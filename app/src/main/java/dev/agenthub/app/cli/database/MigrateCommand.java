package dev.agenthub.app.cli.database;

import dev.agenthub.app.cli.Questions;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.text.HiddenCharacters;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code agenthub migrate}: creates or migrates the schema of a database on an external PostgreSQL. */
@Command(name = "migrate", mixinStandardHelpOptions = true, description = "Set up a database on your own PostgreSQL, or bring it up to date.", footer = "%nExit code: 0 done, 2 refused or failed; what was due is done completely or not at all.")
final class MigrateCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final DatabaseOperator operator;

    @Mixin
    private final DatabaseOptions database;

    MigrateCommand(Terminal terminal, DatabaseOperator operator, UnaryOperator<@Nullable String> environment,
            Questions questions) {
        this.terminal = terminal;
        this.operator = operator;
        this.database = new DatabaseOptions(environment, questions);
    }

    @Override
    public Integer call() {
        DatabaseOperator.Target target = database.target();
        DatabaseOperator.Migrated done = operator.migrate(target, this::say);
        terminal.out().println(summary(done) + " Its secrets are in " + target.folder().resolve("secrets") + ".");
        terminal.out().flush();
        return 0;
    }

    /** Prints one line a step, also for the logs of unattended runs. */
    private void say(String sentence) {
        terminal.err().println(HiddenCharacters.marked(sentence));
        terminal.err().flush();
    }

    static String summary(DatabaseOperator.Migrated done) {
        return done.scripts() + done.migrations() == 0
                ? "The database was up to date; nothing was due."
                : "The database is up to date: " + counted(done.scripts(), "script") + " of roles and guard and "
                        + counted(done.migrations(), "migration") + " were applied.";
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
