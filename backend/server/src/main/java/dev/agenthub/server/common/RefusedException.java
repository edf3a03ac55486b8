package dev.agenthub.server.common;

import dev.agenthub.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Refuses a call with a stable code; nothing was changed. The HTTP server answers it as a problem document (RFC 9457). */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final @Nullable String detail;

    public RefusedException(ErrorCode code) {
        this(code, null, null);
    }

    public RefusedException(ErrorCode code, String detail) {
        this(code, detail, null);
    }

    public RefusedException(ErrorCode code, @Nullable String detail, @Nullable Throwable cause) {
        super(detail == null ? code.title() : detail, cause);
        this.code = code;
        this.detail = detail;
    }

    public ErrorCode code() {
        return code;
    }

    /** A detail of this occurrence, safe to show to the caller; null where the code suffices. */
    public @Nullable String detail() {
        return detail;
    }
}
