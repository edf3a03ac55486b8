package dev.agenthub.app.client;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.RemoteAddress;
import org.jspecify.annotations.Nullable;

/** The backend refused, or could not be reached; the code is its own {@code ErrorCode}, or one of the constants here. */
public final class BackendException extends CodedException {
    private static final long serialVersionUID = 1L;

    /** No connection, or it broke: what was asked may or may not have happened. */
    public static final String UNREACHABLE = "BACKEND_UNREACHABLE";
    /** It answered something that is not its API. */
    public static final String ANSWER_INVALID = "BACKEND_ANSWER_INVALID";

    /** Nobody vouches for its certificate: nothing was asked. Of a pinned one see {@link RemoteAddress#CERTIFICATE_CHANGED}. */
    public static final String NOT_TRUSTED = "BACKEND_NOT_TRUSTED";

    private final int status;

    public BackendException(String code, String sentence, int status, @Nullable Throwable cause) {
        super(code, sentence, cause);
        this.status = status;
    }

    /** The HTTP status, 0 where there was no answer. */
    public int status() {
        return status;
    }
}
