package dev.agenthub.db.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failure that prevents a start, with a code that is stable between releases and a sentence for the person who started the program.
 *
 * <p>It is not a {@code Coded} of the evidence library, because this module depends on none of the others.
 */
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    public StartupException(String code, String message) {
        this(code, message, null);
    }

    public StartupException(String code, String message, @Nullable Throwable cause) {
        super(Failures.oneLine(message), cause);
        this.code = code;
    }

    /**
     * One of DATA_FOLDER_UNUSABLE, DATA_FOLDER_IN_USE, DISK_FULL, SECRETS_UNUSABLE, DATABASE_PLATFORM_UNSUPPORTED,
     * DATABASE_PROGRAMS_UNSAFE, DATABASE_USER_UNSUITABLE, DATABASE_START_FAILED, DATABASE_CORRUPT, DATABASE_VERSION_MISMATCH,
     * DATABASE_MIGRATION_FAILED, DATABASE_UNSAFE, DATABASE_URL_INVALID, DATABASE_TLS_UNVERIFIED,
     * DATABASE_SERVER_UNSUPPORTED,
     * DATABASE_SERVER_FAULTY, DATABASE_RIGHTS_MISSING, DATABASE_NOT_EMPTY, DATABASE_NOT_SET_UP, DATABASE_LOGIN_REFUSED,
     * DATABASE_CONNECTIONS_EXHAUSTED, DATABASE_STOPPED, DATABASE_KEEPS_ENDING, TLS_UNUSABLE, PORT_BUSY.
     */
    public String code() {
        return code;
    }
}
