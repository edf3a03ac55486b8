package dev.agenthub.server.http.limits;

import dev.agenthub.api.ErrorCode;
import java.time.Duration;

/** Says that a call was refused because a limit is reached; nothing was changed. The call may be repeated later. */
public final class LimitReachedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final long seconds;

    /**
     * Creates the exception.
     *
     * @param wait the time after which the call is likely to succeed
     */
    public LimitReachedException(ErrorCode code, Duration wait) {
        super(code.title(), null, false, false);
        this.code = code;
        this.seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }

    public ErrorCode code() {
        return code;
    }

    /** The seconds after which the call is likely to succeed, at least 1; sent as {@code Retry-After}. */
    public long seconds() {
        return seconds;
    }
}
