package dev.agenthub.app.client;

import dev.agenthub.app.platform.CodedException;
import dev.agenthub.app.platform.RemoteAddress;
import org.jspecify.annotations.Nullable;

/** A call that the backend refused or that did not reach it. The code is the backend's {@code ErrorCode} or one of the constants here. */
public final class BackendException extends CodedException {
    private static final long serialVersionUID = 1L;

    /** No connection, or it broke: the operation may or may not have been carried out. */
    public static final String UNREACHABLE = "BACKEND_UNREACHABLE";
    /** The answer does not conform to the backend's API. */
    public static final String ANSWER_INVALID = "BACKEND_ANSWER_INVALID";

    /**
     * No trusted authority issued the certificate; nothing was sent. For a pinned
     * certificate see {@link RemoteAddress#CERTIFICATE_CHANGED}.
     */
    public static final String NOT_TRUSTED = "BACKEND_NOT_TRUSTED";

    private final int status;

    public BackendException(String code, String sentence, int status, @Nullable Throwable cause) {
        super(code, sentence, cause);
        this.status = status;
    }

    /** The HTTP status; 0 without an answer. */
    public int status() {
        return status;
    }
}
