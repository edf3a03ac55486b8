package dev.agenthub.server.http.limits;

import dev.agenthub.api.ErrorCode;
import java.time.Duration;

/** A call comes while others take what it needs, or too soon after others of its caller; nothing of it was done. */
public final class LimitReachedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final long seconds;

    /**
     * Makes it.
     *
     * @param wait after which the call may well succeed
     */
    public LimitReachedException(ErrorCode code, Duration wait) {
        super(code.title(), null, false, false);
        this.code = code;
        this.seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }

    public ErrorCode code() {
        return code;
    }

    /** After which the call may well succeed, at least 1. */
    public long seconds() {
        return seconds;
    }
}
