package dev.agenthub.app.platform;

import org.jspecify.annotations.Nullable;

/** A failure that a person can act on: one sentence, and a stable code to look it up by. */
public class CodedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    public CodedException(String code, String sentence) {
        this(code, sentence, null);
    }

    public CodedException(String code, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.code = code;
    }

    /** The stable code, upper case with underscores. */
    public final String code() {
        return code;
    }

    /** The sentence to show. */
    public final String sentence() {
        String message = getMessage();
        return message == null ? code : message;
    }
}
