package dev.agenthub.server.execution;

import java.util.UUID;

/** Says that a run has an end already: a later process called it unknown, or its end was written down after all. */
final class RunEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunEndedException(UUID run) {
        super("The run " + run + " has ended before");
    }
}
