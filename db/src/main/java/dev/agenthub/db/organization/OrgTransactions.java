package dev.agenthub.db.organization;

import org.jdbi.v3.core.Handle;

/**
 * The only access to tenant data: one transaction, in one organization, on one connection.
 *
 * <p>Thread-safe. Transactions do not nest: a call made while another is open on the same thread is a programming
 * error and throws {@link IllegalStateException}, unless both are parts of the same {@link #together}.
 */
public interface OrgTransactions {

    /** The work of a transaction; the handle must not be used after it returns. */
    @FunctionalInterface
    interface Work<T, X extends Exception> {
        T run(Handle handle) throws X;
    }

    /** The work of a transaction without a result. */
    @FunctionalInterface
    interface Action<X extends Exception> {
        void run(Handle handle) throws X;
    }

    /** Runs the work in a transaction; commits when it returns; rolls back and rethrows when it throws. */
    <T, X extends Exception> T call(OrgContext context, Work<T, X> work) throws X;

    /**
     * Joins all calls that the work makes on this thread in this context into one transaction. An exception of the work rolls back
     * everything; an exception of one call rolls back that call only, and the work may catch it and continue. Actions registered for after
     * a commit run after the final one.
     */
    <T, X extends Exception> T together(OrgContext context, Work<T, X> work) throws X;

    /** As {@link #call}, without a result. */
    default <X extends Exception> void run(OrgContext context, Action<X> action) throws X {
        call(context, handle -> {
            action.run(handle);
            return Boolean.TRUE;
        });
    }
}
