package dev.agenthub.app.launcher;

import dev.agenthub.app.platform.CodedException;
import java.util.function.Function;
import java.util.function.Supplier;

/** A call of the server's code by an operator's command, which has no backend running. */
final class OperatorCall {
    private OperatorCall() {}

    /**
     * Makes the call, logging warnings only.
     *
     * @param code the stable code of a failure
     * @throws CodedException for each failure
     */
    static <T> T of(Function<RuntimeException, String> code, Supplier<T> call) {
        LoggingSetup.warningsOnly();
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw new CodedException(code.apply(e), String.valueOf(e.getMessage()), e);
        }
    }
}
