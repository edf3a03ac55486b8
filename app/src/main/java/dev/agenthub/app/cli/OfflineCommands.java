package dev.agenthub.app.cli;

import dev.agenthub.app.verification.KnownKeys;
import picocli.CommandLine;

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
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures);
    }
}
