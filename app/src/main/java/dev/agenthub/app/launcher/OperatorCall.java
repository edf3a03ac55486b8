package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.server.Backend;
import java.util.function.Supplier;

/** A call of the server's code by an operator's command, which has no backend running. */
final class OperatorCall {
    private OperatorCall() {}

    /**
     * Makes the call, logging warnings only.
     *
     * @throws CodedException for each failure, with the code of a start that fails so
     */
    static <T> T of(Supplier<T> call) {
        LoggingSetup.warningsOnly();
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw new CodedException(Backend.startFailureCode(e), String.valueOf(e.getMessage()), e);
        }
    }
}
