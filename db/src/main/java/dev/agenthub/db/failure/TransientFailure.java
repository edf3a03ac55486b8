package dev.agenthub.db.failure;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;

/** Tells failures that a retry may cure from those that it will not. */
public final class TransientFailure {

    /**
     * Classes of SQLSTATEs (PostgreSQL, appendix A): the connection failed, the transaction was rolled back so that another could go on,
     * resources ran out, an operator intervened.
     */
    private static final Set<String> CLASSES = Set.of("08", "40", "53", "57");
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private TransientFailure() {}

    /** Whether the failure lasts until somebody starts the database again. */
    public static boolean lasts(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartupException) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the failure is temporary, so that the call may be retried. Nothing was committed, unless the connection failed during the
     * commit itself.
     */
    public static boolean is(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientException) {
                return true;
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                String state = sql.getSQLState();
                return state.equals(LOCK_NOT_AVAILABLE)
                        || (state.length() == 5 && CLASSES.contains(state.substring(0, 2)));
            }
        }
        return false;
    }
}
