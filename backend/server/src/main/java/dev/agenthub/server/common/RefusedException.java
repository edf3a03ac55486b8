package dev.agenthub.server.common;

import dev.agenthub.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What the caller asked for is refused, with a stable code; nothing of it was done. Becomes a problem document on the way out. */
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

    /** What happened this time, safe to show to the caller; null where the code says it all. */
    public @Nullable String detail() {
        return detail;
    }
}
