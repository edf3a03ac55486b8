package dev.agenthub.app.cli.database;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.Questions;
import dev.agenthub.app.cli.Terminal;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code agenthub rotate-keys}: replaces the keys that confine transactions to their organization, while backends run. */
@Command(name = "rotate-keys", mixinStandardHelpOptions = true, description = "Replace the keys that confine transactions to their organization, while backends serve.", footer = "%nExit code: 0 replaced, 2 refused or failed.")
final class RotateKeysCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final DatabaseOperator operator;

    @Mixin
    private final DatabaseOptions database;

    @Option(names = "--keep", paramLabel = "MINUTES", defaultValue = "60", description = "How long the replaced keys are admitted: until every backend has the new secrets. 60 by default, 0 for a key that leaked.")
    private int keep;

    RotateKeysCommand(Terminal terminal, DatabaseOperator operator, UnaryOperator<@Nullable String> environment,
            Questions questions) {
        this.terminal = terminal;
        this.operator = operator;
        this.database = new DatabaseOptions(environment, questions);
    }

    @Override
    public Integer call() {
        if (keep < 0 || keep > 30 * 24 * 60) {
            throw CommandFailure.notDone("USAGE", "Replaced keys are kept for 0 to 43200 minutes.");
        }
        DatabaseOperator.Target target = database.target();
        operator.rotateKeys(target, Duration.ofMinutes(keep));
        terminal.out()
                .println("The keys are replaced. Backends with another copy of " + target.folder().resolve("secrets")
                        + " need it within " + keep + " minutes.");
        terminal.out().flush();
        return 0;
    }
}
