package dev.agenthub.server.execution;

import dev.agenthub.api.RunOutcome;
import dev.agenthub.server.connectors.calls.CallResult;

/** Derives a run's outcome from the result of its call. */
final class RunOutcomes {

    private RunOutcomes() {}

    /**
     * Failed only where the call certainly had no effect. A redirect, a server error or a
     * broken connection does not tell: the outcome is unknown, and a person clarifies it.
     */
    static RunOutcome of(CallResult result) {
        return switch (result) {
            case CallResult.NotSent _ -> RunOutcome.FAILED;
            case CallResult.Unclear _ -> RunOutcome.UNKNOWN;
            case CallResult.Answered answer -> switch (answer.status() / 100) {
                case 2 -> RunOutcome.EXECUTED;
                case 4 -> RunOutcome.FAILED;
                default -> RunOutcome.UNKNOWN;
            };
        };
    }
}
