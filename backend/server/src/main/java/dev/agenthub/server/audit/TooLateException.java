package dev.agenthub.server.audit;

/**
 * Says that an event's latest time had passed when the log's lock was obtained. Nothing was appended; the transaction must be rolled back.
 */
public final class TooLateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLateException(String type) {
        super("It is too late for " + type);
    }
}
