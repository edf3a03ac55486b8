package dev.agenthub.server.execution;

import java.util.UUID;

/** Says that a run's end is already recorded: another process recorded it as unknown, or an earlier attempt succeeded. */
final class RunEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunEndedException(UUID run) {
        super("The run " + run + " has ended before");
    }
}
