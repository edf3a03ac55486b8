package dev.agenthub.server.common;

import dev.agenthub.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Refuses a call with a stable code; nothing was changed. */
public final class RefusedException extends RuntimeException implements ApiFailure {

    private static final long serialVersionUID = 1L;

    private final ErrorCode error;
    private final @Nullable String detail;

    public RefusedException(ErrorCode error) {
        this(error, null, null);
    }

    public RefusedException(ErrorCode error, String detail) {
        this(error, detail, null);
    }

    public RefusedException(ErrorCode error, @Nullable String detail, @Nullable Throwable cause) {
        super(detail == null ? error.title() : detail, cause);
        this.error = error;
        this.detail = detail;
    }

    @Override
    public ErrorCode error() {
        return error;
    }

    @Override
    public @Nullable String detail() {
        return detail;
    }
}
