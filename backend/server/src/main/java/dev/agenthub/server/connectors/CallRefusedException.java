package dev.agenthub.server.connectors;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says that a call was refused before anything was sent. */
public final class CallRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final String detail;
    private final @Nullable Instant until;

    public CallRefusedException(String code, String detail) {
        this(code, detail, null);
    }

    /** @param until when the call may be tried again; null where that is unknown */
    public CallRefusedException(String code, String detail, @Nullable Instant until) {
        super(detail);
        this.code = code;
        this.detail = detail;
        this.until = until;
    }

    /** A stable code. */
    public String code() {
        return code;
    }

    /** When the call may be tried again; null where that is unknown. */
    public @Nullable Instant until() {
        return until;
    }

    /** One sentence for a person. */
    public String detail() {
        return detail;
    }
}
