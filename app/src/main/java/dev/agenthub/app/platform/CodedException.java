package dev.agenthub.app.platform;

import dev.agenthub.evidence.Coded;
import org.jspecify.annotations.Nullable;

/** A failure that a person can act on: one sentence and a stable code. */
public class CodedException extends RuntimeException implements Coded {
    private static final long serialVersionUID = 1L;

    private final String code;

    public CodedException(String code, String sentence) {
        this(code, sentence, null);
    }

    public CodedException(String code, String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.code = code;
    }

    @Override
    public final String code() {
        return code;
    }

    @Override
    public final String sentence() {
        String message = getMessage();
        return message == null ? code : message;
    }
}
