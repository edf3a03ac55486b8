package dev.agenthub.db.organization;

import org.jdbi.v3.core.Handle;

/**
 * The only door to tenant data: one transaction, in one organization, on one connection.
 *
 * <p>Thread-safe. Transactions do not nest: a call made while another is open on the same thread is a programming
 * error and throws {@link IllegalStateException}, unless both are parts of the same {@link #together}.
 */
public interface OrgTransactions {

    /** What a transaction does; its handle is not to be kept. */
    @FunctionalInterface
    interface Work<T, X extends Exception> {
        T run(Handle handle) throws X;
    }

    /** What a transaction does when there is nothing to give back. */
    @FunctionalInterface
    interface Action<X extends Exception> {
        void run(Handle handle) throws X;
    }

    /** Commits when {@code work} returns, rolls back whatever it throws, and passes that on. */
    <T, X extends Exception> T call(OrgContext context, Work<T, X> work) throws X;

    /**
     * Makes one transaction of all that the work calls in this context, on this thread and one after the other. What the work throws rolls back
     * everything; what one of the calls throws rolls back that call, as ever, and the work may go on. What is to follow a commit follows the one at
     * the end.
     */
    <T, X extends Exception> T together(OrgContext context, Work<T, X> work) throws X;

    /** Whether one is open on this thread. */
    boolean isOpen();

    /** As {@link #call}, without a result. */
    default <X extends Exception> void run(OrgContext context, Action<X> action) throws X {
        call(context, handle -> {
            action.run(handle);
            return Boolean.TRUE;
        });
    }
}
