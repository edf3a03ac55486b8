package dev.agenthub.app.cli.database;

import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.platform.DataFolders;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code agenthub rotate-vault}: replaces the key that encrypts the credentials of connections, while backends run. */
@Command(name = "rotate-vault", mixinStandardHelpOptions = true, description = "Replace the key that seals the credentials of connections, while backends serve.", footer = {
        "",
        "Backends notice the new key within a minute, seal everything anew with it, and delete the one before after an",
        "hour. A backend with a copy of the folder needs the files vault.key and vault.earlier at once.", "",
        "Exit code: 0 replaced, 2 refused or failed."})
final class RotateVaultCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final DatabaseOperator operator;

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder of the backends.")
    private @Nullable Path data;

    RotateVaultCommand(Terminal terminal, DatabaseOperator operator) {
        this.terminal = terminal;
        this.operator = operator;
    }

    @Override
    public Integer call() {
        Path folder = DataFolders.of(data, false);
        operator.rotateVault(folder);
        Output.print(terminal, "The key in " + folder.resolve("secrets")
                + " is replaced. Backends seal everything anew and delete the one before after an hour.\n");
        return 0;
    }
}
