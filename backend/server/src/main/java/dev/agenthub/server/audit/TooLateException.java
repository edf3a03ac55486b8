package dev.agenthub.server.audit;

/** An event's moment had passed when its turn in the log came; nothing was appended, and its transaction is to be rolled back. */
public final class TooLateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLateException(String type) {
        super("It is too late for " + type);
    }
}
