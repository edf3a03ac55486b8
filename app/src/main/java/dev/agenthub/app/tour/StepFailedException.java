package dev.agenthub.app.tour;

/** A check of a tour's step failed. The message has the expected and the actual state. */
final class StepFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StepFailedException(String message) {
        super(message);
    }

    StepFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Throws unless {@code holds}. */
    static void unless(boolean holds, String message) {
        if (!holds) {
            throw new StepFailedException(message);
        }
    }
}
