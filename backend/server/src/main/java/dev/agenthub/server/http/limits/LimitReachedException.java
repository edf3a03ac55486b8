package dev.agenthub.server.http.limits;

import dev.agenthub.api.ErrorCode;
import dev.agenthub.server.common.ApiFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says that a call was refused because a limit is reached; nothing was changed. The call may be repeated later. */
public final class LimitReachedException extends RuntimeException implements ApiFailure {

    private static final long serialVersionUID = 1L;

    private final ErrorCode error;
    private final long seconds;

    /**
     * Creates the exception.
     *
     * @param wait the time after which the call is likely to succeed
     */
    public LimitReachedException(ErrorCode error, Duration wait) {
        super(error.title(), null, false, false);
        this.error = error;
        this.seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }

    @Override
    public ErrorCode error() {
        return error;
    }

    /** Always null: the code says all. */
    @Override
    public @Nullable String detail() {
        return null;
    }

    /** The seconds after which the call is likely to succeed, at least 1; sent as {@code Retry-After}. */
    public long seconds() {
        return seconds;
    }
}
