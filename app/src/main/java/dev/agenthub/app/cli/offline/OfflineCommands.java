package dev.agenthub.app.cli.offline;

import dev.agenthub.app.cli.CommandFailure;
import dev.agenthub.app.cli.FailureLine;
import dev.agenthub.app.cli.Output;
import dev.agenthub.app.cli.Terminal;
import dev.agenthub.app.verification.KnownKeys;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Creates the commands that need neither a window nor a backend, and sets the failure handling of all commands. */
public final class OfflineCommands {
    private OfflineCommands() {}

    /** Adds the commands to {@code agenthub}. {@code recorded} are the keys trusted without an option. */
    public static CommandLine addTo(CommandLine agenthub, Terminal terminal, KnownKeys recorded) {
        var failures = new FailureLine(terminal);
        return agenthub.addSubcommand(new VerifyCommand(terminal, recorded))
                .addSubcommand(new ProveCommand(terminal))
                .addSubcommand(new ReconcileCommand(terminal, recorded))
                .addSubcommand(new CanonicalizeCommand(terminal))
                .addSubcommand(new HashCommand(terminal))
                .setOut(agenthub.getOut())
                .setExecutionStrategy(parsed -> written(parsed, terminal))
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }

    /** Fails where help or version could not be written, which otherwise would exit with 0. */
    private static int written(ParseResult parsed, Terminal terminal) {
        int exitCode = new RunLast().execute(parsed);
        try {
            Output.requireWritten(terminal);
        } catch (CommandFailure e) {
            throw new ExecutionException(parsed.commandSpec().commandLine(), e.sentence(), e);
        }
        return exitCode;
    }
}
