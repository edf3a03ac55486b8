package dev.agenthub.app.reconciliation;

import org.jspecify.annotations.Nullable;

/** A provider's log does not have the given format. The message is one sentence that quotes nothing from the log. */
public final class UnreadableLogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableLogException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}
