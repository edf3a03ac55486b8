package dev.agenthub.app.tour;

/** A step of the tour did not hold; the message says what was expected and what was there instead. */
final class StepFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StepFailed(String message) {
        super(message);
    }

    StepFailed(String message, Throwable cause) {
        super(message, cause);
    }

    /** Throws unless it holds. */
    static void unless(boolean holds, String message) {
        if (!holds) {
            throw new StepFailed(message);
        }
    }
}
