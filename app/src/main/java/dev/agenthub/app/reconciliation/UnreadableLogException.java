package dev.agenthub.app.reconciliation;

import org.jspecify.annotations.Nullable;

/** A provider's log is none of the form that it was said to be; its message is one sentence that repeats nothing of it. */
public final class UnreadableLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableLogException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
