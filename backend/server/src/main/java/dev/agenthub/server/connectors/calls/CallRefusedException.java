package dev.agenthub.server.connectors.calls;

import dev.agenthub.evidence.Coded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says that a call was refused before anything was sent. */
public final class CallRefusedException extends Exception implements Coded {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String sentence;
    private final @Nullable Instant until;

    public CallRefusedException(String code, String sentence) {
        this(code, sentence, null);
    }

    /** @param until when the call may be tried again; null where that is unknown */
    public CallRefusedException(String code, String sentence, @Nullable Instant until) {
        super(sentence);
        this.code = code;
        this.sentence = sentence;
        this.until = until;
    }

    @Override
    public String code() {
        return code;
    }

    /** When the call may be tried again; null where that is unknown. */
    public @Nullable Instant until() {
        return until;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
