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

/** The commands that need neither a window nor a backend, and the one way in which every command fails. */
public final class OfflineCommands {
    private OfflineCommands() {}

    /** Adds the commands to {@code agenthub}; the keys they trust on sight are the recorded ones. */
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

    /** Help and versions are output too: where it did not arrive, the exit code may not say that it did. */
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
